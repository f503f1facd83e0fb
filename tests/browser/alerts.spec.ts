import { test } from '@japa/runner'
import { v7 } from 'uuid'
import type { DialogPage } from '../../app/inbox/views.ts'
import { Person } from '../support/person.ts'
import { until } from '../support/until.ts'
import { noticesOf, ready, soundsOf, titlesOf, watchAlerts } from './support/alerts.ts'
import { moodyOn, type Moody } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { Stage } from './support/stage.ts'

/** Two clients who have been read and answered: what they write from now on is news. */
async function aQuietMorning(stage: Stage): Promise<{ moody: Moody; person: Person }> {
  const moody = await moodyOn(stage)
  await moody.write('anna', 'Анна Белова', 'Здравствуйте')
  await moody.write('boris', 'Борис Орлов', 'Добрый день')
  const person = await Person.signIn(stage.product.url)
  for (const id of await dialogsOf(person)) {
    await person.request('POST', `/inbox/dialogs/${id}/read`, {})
    await person.request('POST', `/inbox/dialogs/${id}/no-reply-needed`, {})
  }
  return { moody, person }
}

async function dialogsOf(person: Person, name = ''): Promise<readonly string[]> {
  const { data } = await person.get<DialogPage>('/inbox/dialogs')
  return data.filter(({ title }) => title.includes(name)).map(({ id }) => id)
}

/** A tab at the inbox that follows what happens. */
async function anInbox(stage: Stage) {
  const page = await stage.signedIn()
  await watchAlerts(page.context())
  const open = async (tab = page) => {
    await tab.goto(`${stage.product.url}/inbox`)
    await tab.getByRole('option').first().waitFor()
    await ready(tab)
    return tab
  }
  return { first: await open(), another: async () => open(await page.context().newPage()) }
}

test.group('Notices', (group) => {
  group.each.timeout(180_000)

  test('of two tabs one speaks, for a dialog on screen neither, and the one left takes over', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { moody } = await aQuietMorning(stage)
    const { first, another } = await anInbox(stage)
    const second = await another()
    // A touch lets this tab play; the other, which speaks, was never touched.
    await inbox.open(second, 'Анна Белова')

    await moody.write('anna', 'Анна Белова', 'Вы здесь?')
    await inbox.message(second, 'Вы здесь?').waitFor()
    await moody.write('boris', 'Борис Орлов', 'А счёт?')
    await until(async () => (await noticesOf(first, second)).length > 0, 'a notice')
    const [notice] = await noticesOf(first)
    assert.containsSubset(notice, { title: 'Борис Орлов', body: 'А счёт?', closed: false })
    await until(async () => (await soundsOf(second)) === 1, 'the sound in the touched tab')
    assert.equal(await soundsOf(first), 0)

    await first.close()
    await moody.write('boris', 'Борис Орлов', 'И акт?')
    await until(
      async () => (await noticesOf(second)).length > 0,
      'a notice of the tab that is left'
    )
    assert.deepEqual(await titlesOf(second), ['Борис Орлов'])
    assert.deepEqual(stage.complaints, [])
  })

  test('one notice per dialog, taken back when it was read or answered elsewhere; a press opens it', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { moody, person } = await aQuietMorning(stage)
    const { first: page } = await anInbox(stage)
    const open = async (): Promise<readonly string[]> =>
      (await noticesOf(page)).filter(({ closed }) => !closed).map(({ body }) => body)
    const shows = async (bodies: readonly string[]): Promise<true> =>
      until(
        async () => JSON.stringify((await open()).toSorted()) === JSON.stringify(bodies),
        `notices: ${bodies.join(' | ')}`
      )

    for (const text of ['Раз', 'Два', 'Три']) await moody.write('anna', 'Анна Белова', text)
    await shows(['Три'])
    await moody.write('boris', 'Борис Орлов', 'Есть вопрос')
    await shows(['Есть вопрос', 'Три'])
    const [anna, boris] = [await dialogsOf(person, 'Анна'), await dialogsOf(person, 'Борис')]
    await person.request('POST', `/inbox/dialogs/${String(anna[0])}/read`, {})
    await shows(['Есть вопрос'])
    await person.post(`/inbox/dialogs/${String(boris[0])}/messages`, {
      id: v7(),
      text: 'Да?',
      files: [],
    })
    await shows([])

    await person.post(`/inbox/dialogs/${String(boris[0])}/messages`, {
      id: v7(),
      text: 'refuse always',
      files: [],
    })
    await shows(['Собеседник не в настроении.\nrefuse always'])
    assert.include(await titlesOf(page), 'Не отправлено: Борис Орлов')
    await page.evaluate(() => window.notices.at(-1)?.box.dispatchEvent(new Event('click')))
    await page.getByRole('heading', { level: 1, name: 'Борис Орлов' }).waitFor()
    await shows([])
    assert.deepEqual(stage.complaints, [])
  })

  test('quiet hours, names only, a line that is silent: as set on the page, in every tab at once', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { moody, person } = await aQuietMorning(stage)
    await person.request('PUT', '/me/preferences', {
      preferences: { alerts: { quiet: { on: true, from: 0, to: 0 } } },
    })
    const { first: page, another } = await anInbox(stage)
    await page.mouse.click(900, 300)
    const settings = await another()
    await settings.goto(`${stage.product.url}/settings/alerts`)
    assert.deepEqual(await findings(settings), [])
    const choose = async (name: string | RegExp, on: boolean): Promise<void> => {
      const saved = settings.waitForResponse('**/me/preferences')
      await settings.getByRole('switch', { name }).setChecked(on)
      await saved
    }

    await moody.write('anna', 'Анна Белова', 'Ночью')
    await inbox.row(page, 'Ночью').waitFor()
    await choose('Тихие часы', false)
    await choose('Показывать текст сообщения', false)
    await moody.write('boris', 'Борис Орлов', 'Днём')
    await until(async () => (await noticesOf(page)).length > 0, 'a notice after the quiet hours')
    const [notice] = await noticesOf(page)
    assert.containsSubset(notice, { title: 'Борис Орлов', body: 'Новое сообщение' })
    await until(async () => (await soundsOf(page)) === 1, 'the sound')

    const line = settings.getByRole('group', { name: 'Sandbox' })
    for (const sign of ['звук', 'уведомление', 'отметка']) {
      const saved = settings.waitForResponse('**/me/preferences')
      await line.getByRole('checkbox', { name: sign }).setChecked(false)
      await saved
    }
    // Its line doesn't count for the tab any more; the section's own number stays.
    await until(async () => (await page.title()) === 'Svyaz', 'the title without a number')
    assert.equal(await page.locator('link[rel=icon]').getAttribute('href'), '/favicon.svg')
    await moody.write('boris', 'Борис Орлов', 'Слышите?')
    await inbox.row(page, 'Слышите?').waitFor()
    await line.getByRole('checkbox', { name: 'уведомление' }).setChecked(true)
    await line.getByRole('checkbox', { name: 'отметка' }).setChecked(true)
    await until(async () => (await page.title()) === '(2) Svyaz', 'the number in the title')
    assert.equal(await page.locator('link[rel=icon]').getAttribute('href'), '/favicon_waiting.svg')
    await moody.write('boris', 'Борис Орлов', 'А теперь?')
    await until(async () => (await noticesOf(page)).length > 1, 'a notice again')
    assert.lengthOf(await noticesOf(page), 2)
    assert.equal(await soundsOf(page), 1)
    assert.deepEqual(stage.complaints, [])
  })

  test('are proposed after the first message, never at load; a no is for good, a block is explained', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { moody } = await aQuietMorning(stage)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/settings/alerts`)
    // A headless browser has nobody to ask, and answers as if the person had blocked them.
    await page.getByText('Браузер запретил уведомления').waitFor()

    await page.addInitScript(() => {
      // So that there is a question to put: a page of ours sees what it would see at a desk.
      Object.defineProperty(Notification, 'permission', { get: () => 'default' })
    })
    const proposal = page.getByRole('complementary', { name: 'Уведомления' })
    await page.goto(`${stage.product.url}/inbox`)
    await page.getByRole('option').first().waitFor()
    await ready(page)
    assert.equal(await proposal.count(), 0)
    await moody.write('anna', 'Анна Белова', 'Первое')
    await proposal.getByRole('button', { name: 'Включить уведомления' }).waitFor()
    const saved = page.waitForResponse('**/me/preferences')
    await proposal.getByRole('button', { name: 'Не нужно' }).click()
    await proposal.waitFor({ state: 'detached' })
    await saved

    await page.reload()
    await page.getByRole('option').first().waitFor()
    await ready(page)
    await moody.write('anna', 'Анна Белова', 'Второе')
    await inbox.row(page, 'Второе').waitFor()
    assert.equal(await proposal.count(), 0)
    assert.deepEqual(stage.complaints, [])
  })
})
