import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { v7 as newId } from 'uuid'
import type { DialogPage, MessagePage, MessageView } from '../../app/inbox/views.ts'
import type { QueueView } from '../../app/queue/views.ts'
import { until } from '../support/until.ts'
import type { Person } from '../support/person.ts'
import { connectMoody, sandbox, type Moody } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

type World = { readonly person: Person; readonly moody: Moody; readonly queue: string }

/** A channel with two clients, and the address of its queue. */
async function aWorld(stage: Stage): Promise<World> {
  const person = await aCompanyOn(stage)
  const { line } = await sandbox(person)
  const moody = await connectMoody(person, line)
  await moody.write('1', 'Борис Орлов', 'Добрый день')
  await moody.write('2', 'Анна Белова', 'Здравствуйте')
  return { person, moody, queue: `${stage.product.url}/accounts/${moody.account}/queue` }
}

/** Ten minutes between two messages: one has gone, all others wait. */
async function slowDown({ person, moody }: World, page: Page, stage: Stage): Promise<void> {
  const account = `/accounts/${moody.account}`
  await person.request('PUT', `${account}/pacing`, { intervalMs: 600_000 })
  const { data } = await person.get<DialogPage>('/inbox/dialogs')
  const dialog = data.find(({ title }) => title === 'Борис Орлов')?.id ?? ''
  // A setting holds within two seconds: until then what is written goes at once.
  for (let isSlow = false; !isSlow;) {
    const path = `/inbox/dialogs/${dialog}/messages`
    const { id } = await person.post<MessageView>(path, { id: newId(), text: 'проба' })
    isSlow = await until(async () => {
      const { data: sent } = await person.get<MessagePage>(path)
      if (sent.find((one) => one.id === id)?.status === 'sent') return { slow: false }
      const { now, lanes } = await person.get<QueueView>(`${account}/queue/state`)
      return (lanes[0]?.nextAt ?? 0) > now + 300_000 && { slow: true }
    }, 'the message goes, or is to go much later').then(({ slow }) => slow)
    if (isSlow) await person.post(`/inbox/messages/${id}/cancel`)
  }
  await page.goto(`${stage.product.url}/inbox`)
  await inbox.open(page, 'Борис Орлов')
}

/** Written, and in the queue as the server knows it. */
async function queue(page: Page, text: string): Promise<void> {
  await inbox.write(page, text)
  await inbox.message(page, text).locator('a[data-status=queued]').waitFor()
}

/** Once nothing on the page moves any more. */
const looksFine = async (page: Page): Promise<boolean> => {
  await page.mouse.move(5, 400)
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running')
  )
  const found = await findings(page)
  if (found.length > 0) throw new Error(found.join('\n'))
  return page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
}

const rows = (page: Page) => page.getByRole('region', { name: 'Ждут отправки' }).locator('li')

test.group('The queue of an account', (group) => {
  group.each.timeout(180_000)

  test('empty it invites; from a message with a clock one click leads to its place', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const world = await aWorld(stage)
    const page = await stage.signedIn()
    await page.goto(world.queue)
    await page.getByText('Очередь пуста').waitFor()
    assert.isTrue(await looksFine(page))

    await slowDown(world, page, stage)
    await queue(page, 'второе')
    await inbox.open(page, 'Анна Белова')
    await queue(page, 'третье')
    const third = inbox.message(page, 'третье')
    await third.getByText(/В очереди\. Уйдёт (завтра )?около \d\d:\d\d/).waitFor()
    assert.match(
      (await third.locator('[data-status=queued]').getAttribute('title')) ?? '',
      /Уйдёт (завтра )?около/
    )
    await third.locator('a[data-status=queued]').click()
    const place = page.locator('li[aria-current=true]')
    await place.getByText('Анна Белова').waitFor()
    assert.equal(await rows(page).count(), 2)
    assert.equal(await page.locator('[data-count=operator]').innerText(), '2')
    await page.getByText(/Следующее уйдёт через (9 мин|10 мин)/).waitFor()
    await page.getByText('Не чаще 1 сообщения в 10 мин').waitFor()
    assert.isTrue(await looksFine(page))

    await place.getByRole('link', { name: 'Анна Белова' }).click()
    await page.getByRole('heading', { level: 1, name: 'Анна Белова' }).waitFor()
    await inbox.message(page, 'третье').waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('it is stopped and resumed, and what was chosen is taken back', async ({ assert }) => {
    await using stage = await Stage.open()
    const world = await aWorld(stage)
    const page = await stage.signedIn()
    await slowDown(world, page, stage)
    await queue(page, 'второе')
    await queue(page, 'третье')
    await page.goto(world.queue)
    await until(async () => (await rows(page).count()) === 2, 'both wait')
    await page.getByRole('button', { name: 'Остановить' }).click()
    await page.getByText('Остановлено: ничего не уйдёт').waitFor()
    assert.isTrue(await looksFine(page))
    await page.getByRole('button', { name: 'Продолжить' }).click()
    await page.getByText(/Следующее уйдёт через/).waitFor()

    await rows(page).first().getByRole('checkbox').click()
    await page.getByRole('button', { name: 'Отменить 1' }).click()
    await page.getByRole('dialog').getByText('Отменить 1 сообщение?').waitFor()
    assert.isTrue(await looksFine(page))
    await page.getByRole('button', { name: 'Отменить отправку' }).click()
    await page.getByText('Отменено: 1').first().waitFor()
    await until(async () => (await rows(page).count()) === 1, 'one is left')
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Борис Орлов')
    await inbox.status(page, 'второе', 'cancelled')
    await inbox.status(page, 'третье', 'queued')
    assert.deepEqual(stage.complaints, [])
  })

  test('what failed is retried there, what is uncertain is decided, and the dialog follows', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const world = await aWorld(stage)
    const page = await stage.signedIn({ width: 370, height: 720, dark: true })
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.row(page, 'Борис Орлов').click()
    for (const [text, state] of [
      ['refuse one', 'failed'],
      ['refuse two', 'failed'],
      ['vanish once', 'uncertain'],
    ] as const) {
      await inbox.write(page, text)
      await inbox.status(page, text, state)
    }
    await page.goto(world.queue)
    const troubles = page.getByRole('region', { name: 'Не отправлено' })
    const failed = troubles.locator('[data-ended=failed]')
    await until(async () => (await failed.count()) === 2, 'both are listed')
    await failed.first().getByText('Не отправлено. Собеседник не в настроении.').waitFor()
    assert.isTrue(await looksFine(page))
    await troubles.getByRole('button', { name: 'Повторить все (2)' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Повторить' }).click()
    await page.getByText('Снова в очереди 2 строки').first().waitFor()
    await until(async () => (await failed.count()) === 0, 'none failed again')
    await troubles.getByRole('button', { name: 'Дошло' }).click()
    await troubles.waitFor({ state: 'detached' })
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.row(page, 'Борис Орлов').click()
    for (const text of ['refuse one', 'refuse two', 'vanish once'])
      await inbox.status(page, text, 'sent')
    assert.deepEqual(stage.complaints, [])
  })

  test('a rest that the messenger asks for is said in words, on the message and in the queue', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const world = await aWorld(stage)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Борис Орлов')
    await inbox.write(page, 'slow down')
    await inbox
      .message(page, 'slow down')
      .getByText('Мессенджер просит подождать 5 минут. Сообщения уйдут сами.')
      .waitFor()
    await page.goto(world.queue)
    await page.getByText(/Мессенджер просит подождать (4 мин|5 мин)/).waitFor()
    assert.isTrue(await looksFine(page))
    assert.deepEqual(stage.complaints, [])
  })

  test('an operator sees it all and is offered nothing that is not theirs', async ({ assert }) => {
    await using stage = await Stage.open()
    const world = await aWorld(stage)
    const page = await stage.signedIn()
    await slowDown(world, page, stage)
    await queue(page, 'второе')
    await stage.database.pool.query(`update members set role = 'operator'`)
    await page.goto(world.queue)
    await page.getByText('Останавливать и отменять могут супервайзеры').waitFor()
    assert.equal(await rows(page).count(), 1)
    for (const name of ['Остановить', 'Продолжить'])
      assert.equal(await page.getByRole('button', { name }).count(), 0)
    assert.equal(await page.getByRole('checkbox').count(), 0)
    assert.isTrue(await looksFine(page))
    assert.deepEqual(stage.complaints, [])
  })

  test('it asks for nothing while nobody looks or nothing waits, and says when it cannot', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const world = await aWorld(stage)
    const page = await stage.signedIn()
    await slowDown(world, page, stage)
    await queue(page, 'второе')
    let asked = 0
    await page.route('**/queue/state?**', (route) => {
      asked++
      return route.abort()
    })
    await page.goto(world.queue)
    const alert = page.getByRole('alert').filter({ hasText: 'Нет связи с сервером' })
    await alert.waitFor()
    assert.equal(await rows(page).count(), 1, 'what was known stays')
    assert.isTrue(await looksFine(page))
    await page.unroute('**/queue/state?**')
    await alert.getByRole('button', { name: 'Обновить' }).click()
    await alert.waitFor({ state: 'detached' })
    assert.isAtMost(asked, 3)
  })
})

test.group('The pace of an account', (group) => {
  group.each.timeout(180_000)

  test('is set on its page, is refused at the field, and what waits goes by the new one', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const world = await aWorld(stage)
    const page = await stage.signedIn()
    await slowDown(world, page, stage)
    await queue(page, 'второе')
    const other = await page.context().newPage()
    await other.goto(`${stage.product.url}/accounts/${world.moody.account}`)
    const card = other.getByRole('region', { name: 'Темп отправки' })
    const interval = card.getByLabel('Пауза между сообщениями, секунд')
    assert.equal(await interval.inputValue(), '600')
    await interval.fill('0.1')
    await card.getByRole('button', { name: 'Сохранить' }).click()
    await card.getByText('Интервал между сообщениями бывает от 0,5 секунды').first().waitFor()
    assert.isTrue(await looksFine(other))
    await interval.fill('1.5')
    await card.getByText('Не чаще 1 сообщения в 1,5 с').waitFor()
    await card.getByRole('button', { name: 'Сохранить' }).click()
    await other.getByText('Темп сохранён').first().waitFor()
    await inbox.status(page, 'второе', 'sent')
    await card.getByRole('switch').click()
    await card.getByLabel('С', { exact: true }).click()
    await other.getByRole('option', { name: '23:30' }).click()
    await card.getByRole('button', { name: 'Сохранить' }).click()
    await card.getByText('Есть несохранённые изменения').waitFor({ state: 'detached' })
    await other.reload()
    await card.getByLabel('С', { exact: true }).getByText('23:30').waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('goes by the clock of the company, which its admins set', async ({ assert }) => {
    await using stage = await Stage.open()
    const { moody } = await aWorld(stage)
    const page = await stage.signedIn({ width: 370, height: 720 })
    await page.goto(`${stage.product.url}/settings/profile`)
    const field = page.getByLabel('Часовой пояс компании')
    assert.equal(await field.inputValue(), 'Europe/Moscow')
    await field.selectOption('Asia/Omsk')
    assert.isTrue(await looksFine(page))
    const card = page.locator('form').filter({ has: field })
    await card.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Сохранено').first().waitFor()
    await page.goto(`${stage.product.url}/accounts/${moody.account}`)
    await page.getByText('Часовой пояс: Asia/Omsk').waitFor()
    assert.deepEqual(stage.complaints, [])
  })
})
