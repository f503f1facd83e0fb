import { test } from '@japa/runner'
import type { Page } from 'playwright'
import type { Person } from '../support/person.ts'
import { until } from '../support/until.ts'
import { sandbox } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings, watchShifts } from './support/measures.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

const start = {
  window: (page: Page) => page.getByRole('dialog', { name: 'Новый диалог' }),
  to: (page: Page) => page.getByRole('combobox', { name: 'Кому' }),
  text: (page: Page) => start.window(page).getByRole('textbox', { name: 'Текст' }),
  async open(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Новый диалог' }).click()
    await start.to(page).waitFor()
  },
}

/** A company with accounts of the test channel, which writes first. */
async function echoOn(stage: Stage, ...titles: string[]): Promise<Person> {
  const person = await aCompanyOn(stage)
  const { line } = await sandbox(person)
  for (const title of titles) await person.connect(line, 'echo', 'form', { title, password: 'x' })
  return person
}

async function accountCalled(person: Person, title: string): Promise<string> {
  type Props = { lines: { accounts: { id: string; name: string }[] }[] }
  const { lines } = await person.props<Props>('/lines')
  const found = lines.flatMap(({ accounts }) => accounts).find(({ name }) => name === title)
  if (!found) throw new Error(`no account is called ${title}`)
  return found.id
}

/** A client writes to the account. */
async function clientWrites(person: Person, account: string, client: object): Promise<void> {
  const door = await person.handout(account, 'door')
  const answer = await fetch(door.replace(/\/door$/, '/write'), {
    method: 'POST',
    body: JSON.stringify(client),
  })
  if (!answer.ok) throw new Error(`not taken: ${String(answer.status)}`)
}

test.group('The window of a first message', (group) => {
  group.each.timeout(120_000)

  test('a number in any spelling, sent by keys; then its dialog is known; nothing begun is lost', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    await echoOn(stage, 'Продажи')
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await page.getByText('Здесь появятся диалоги').waitFor()

    await page.keyboard.press('c')
    await start.to(page).waitFor()
    await until(
      async () => start.to(page).evaluate((field) => field === document.activeElement),
      'the caret in the address'
    )
    await page.keyboard.type('8 912 34')
    await page.keyboard.press('Tab')
    await page.getByText('Номер короткий: для России нужно 11 цифр.').waitFor()
    await start.to(page).fill('8 912 345-67-89')
    await page.getByText('телефон: +7 912 345-67-89').waitFor()
    await start.text(page).fill('Здравствуйте, это магазин')
    assert.equal(await start.to(page).inputValue(), '+7 912 345-67-89')

    await page.keyboard.press('Escape')
    await start.window(page).waitFor({ state: 'detached' })
    await page.getByText('Черновик сохранён, он откроется здесь же').first().waitFor()
    await until(
      async () =>
        page.evaluate(() => JSON.stringify(localStorage).includes('Здравствуйте, это магазин')),
      'the draft to be kept'
    )
    await page.reload()
    await start.open(page)
    assert.equal(await start.text(page).inputValue(), 'Здравствуйте, это магазин')
    await start.text(page).press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: '+79123456789' }).waitFor()
    await inbox.status(page, 'Здравствуйте, это магазин', 'sent')

    await start.open(page)
    assert.equal(await start.text(page).inputValue(), '')
    await start.to(page).fill('https://wa.me/79123456789')
    await start.text(page).fill('Ещё один вопрос')
    await page.getByRole('button', { name: 'Диалог уже есть, открыть' }).click()
    await start.window(page).waitFor({ state: 'detached' })
    assert.equal(await inbox.field(page).inputValue(), 'Ещё один вопрос')
    assert.deepEqual(stage.complaints, [])
  })

  test('contacts of the account are loaded, found by name and written to', async ({ assert }) => {
    await using stage = await Stage.open()
    await echoOn(stage, 'Продажи', 'Опт')
    const page = await stage.signedIn()
    const shifts = await watchShifts(page)
    await page.goto(`${stage.product.url}/inbox`)
    await start.open(page)
    await page.getByRole('combobox', { name: 'Откуда' }).click()
    await page.getByRole('option', { name: /Опт/ }).click()
    await page.getByRole('button', { name: 'Загрузить контакты из аккаунта' }).click()
    await page.getByText(/Загружено 120 контактов/).waitFor()
    await start.to(page).fill('знакомый 07')
    await page.getByRole('option', { name: /Знакомый 077/ }).waitFor()
    await start.to(page).press('ArrowDown')
    const chosen = page.locator('[role=option][aria-selected=true]')
    const name = await chosen.locator('span span').first().innerText()
    await start.to(page).press('Enter')
    await page.getByText(`· ${name}`).waitFor()
    await start.text(page).fill('Добрый день')
    await start.window(page).getByRole('button', { name: 'Отправить' }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await inbox.status(page, 'Добрый день', 'sent')
    assert.isBelow(await shifts(), 0.02)
    assert.deepEqual(stage.complaints, [])
  })

  test('on a phone it has the screen to itself; at the cap the button says when it opens', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await echoOn(stage, 'Продажи')
    const account = await accountCalled(person, 'Продажи')
    await person.request('PUT', `/accounts/${account}/pacing`, { firstContactsPerDay: 1 })
    const page = await stage.signedIn({ width: 370, height: 740, dark: true })
    await page.goto(`${stage.product.url}/inbox`)
    await start.open(page)
    await page.getByText('0 из 1 нового контакта сегодня').waitFor()
    assert.deepEqual(await findings(page), [])
    const box = await start.window(page).boundingBox()
    assert.deepEqual([box?.width, box?.height], [370, 740])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.isAtMost(wide, 370)
    await start.to(page).fill('@anna_belova')
    await start.text(page).fill('Здравствуйте')
    await start.window(page).getByRole('button', { name: 'Отправить' }).click()
    await page.getByRole('heading', { level: 1, name: '@anna_belova' }).waitFor()
    await inbox.status(page, 'Здравствуйте', 'sent')
    await page.getByRole('button', { name: 'К списку диалогов' }).click()

    await start.open(page)
    await page.getByText('1 из 1 нового контакта сегодня').waitFor()
    await page.getByText('Новый контакт можно начать завтра в 00:00').waitFor()
    await start.to(page).fill('@anna_belova')
    await start.window(page).getByRole('button', { name: 'Отправить' }).waitFor()
    assert.deepEqual(await findings(page), [])
    assert.deepEqual(stage.complaints, [])
  })
})

test.group('Sending through another account', (group) => {
  group.each.timeout(120_000)

  test('what failed goes to the same person by the other account, and leads there', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await echoOn(stage, 'Продажи', 'Опт')
    const account = await accountCalled(person, 'Продажи')
    await clientWrites(person, account, {
      chat: 'c1',
      person: 'c1',
      name: 'Анна Белова',
      phone: '+79123456789',
      text: 'Добрый день',
    })
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Анна Белова')
    await inbox.write(page, 'refuse через другой')
    await inbox.status(page, 'refuse через другой', 'failed')
    await page.getByRole('button', { name: 'Отправить через…' }).click()
    await page.getByRole('menuitem', { name: /Эхо: \+7 912 345-67-89/ }).click()
    await page.getByRole('heading', { level: 1, name: '+79123456789' }).waitFor()
    await inbox.status(page, 'refuse через другой', 'sent')

    await inbox.open(page, 'Анна Белова')
    await page.getByText(/отправлено через Эхо: Опт/).waitFor()
    await inbox.status(page, 'refuse через другой', 'cancelled')
    assert.equal(await page.getByRole('button', { name: 'Отправить через…' }).count(), 0)

    await page.getByRole('button', { name: 'Действия с диалогом' }).click()
    await page.getByRole('menuitem', { name: 'Написать через другой аккаунт' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Эхо: \+7 912 345-67-89/ })
      .click()
    await page.getByRole('heading', { level: 1, name: '+79123456789' }).waitFor()
    assert.deepEqual(stage.complaints, [])
  })
})
