import { test } from '@japa/runner'
import type { Browser, Page } from 'playwright'
import { launchChromium } from '../../../bin/support/chromium.ts'
import { aSite, chat } from './site.ts'
import { aWorld, until } from './world.ts'
import type { World } from './world.ts'

const row = (page: Page, text: string) => page.locator('.row').filter({ hasText: text })
const menuOf = (page: Page, text: string) =>
  row(page, text).getByRole('button', { name: 'Действия с сообщением' })

test.group('messages are changed in the widget', (group) => {
  const shared: { browser?: Browser } = {}
  group.setup(async () => {
    shared.browser = await launchChromium()
    return () => shared.browser?.close()
  })
  group.each.timeout(120_000)

  async function talking(options: Parameters<Browser['newContext']>[0] = {}) {
    if (shared.browser === undefined) throw new Error('no browser')
    await using opened = new AsyncDisposableStack()
    const world = opened.use(await aWorld())
    const site = opened.use(await aSite(world))
    const context = await shared.browser.newContext({ locale: 'ru-RU', ...options })
    context.setDefaultTimeout(15_000)
    opened.defer(() => context.close())
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|CORS|Refused to/.test(message.text()))
        troubles.push(message.text())
    })
    await page.goto(site.url)
    await chat.launch(page).click()
    await chat.write(page, 'Привтт')
    await until(() => world.messages.length === 1, 'the first words')
    await world.answer('Добрый вечер')
    await row(page, 'Добрый вечер').waitFor()
    const all = opened.move()
    return { world, page, troubles, [Symbol.asyncDispose]: () => all.disposeAsync() }
  }

  const ofType = (world: World<undefined>, type: string) =>
    world.events.filter((event) => event.type === type)

  test('a visitor mends his words, reacts and takes back, under a strict policy', async ({
    assert,
  }) => {
    await using scene = await talking()
    const { world, page, troubles } = scene
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('Черновик')
    await row(page, 'Привтт').hover()
    await menuOf(page, 'Привтт').click()
    await page.getByRole('button', { name: 'Изменить', exact: true }).click()
    await page.getByText('Изменение сообщения').waitFor()
    assert.equal(await chat.field(page).inputValue(), 'Привтт')
    await chat.write(page, 'Привет')
    await row(page, 'Привет').getByText('изменено').waitFor()
    assert.equal(await chat.field(page).inputValue(), 'Черновик')
    await until(() => ofType(world, 'edit').length === 1, 'the edit')
    assert.equal(world.messages.length, 1)

    await row(page, 'Добрый вечер').hover()
    await menuOf(page, 'Добрый вечер').click()
    await page.getByRole('button', { name: 'Реакция ❤️' }).click()
    const mine = row(page, 'Добрый вечер').getByRole('button', { name: 'Реакция ❤️: Вы' })
    await mine.waitFor()
    await until(() => ofType(world, 'reaction').length === 1, 'the reaction')
    await mine.click()
    await mine.waitFor({ state: 'detached' })
    await until(() => ofType(world, 'reaction').length === 2, 'it is taken back')

    await row(page, 'Привет').hover()
    await menuOf(page, 'Привет').click()
    await page.getByRole('button', { name: 'Удалить', exact: true }).click()
    await page.getByRole('button', { name: 'Удалить у обоих?' }).click()
    await row(page, 'Привет').waitFor({ state: 'detached' })
    await until(() => ofType(world, 'deletion').length === 1, 'the removal')
    await page.reload()
    await chat.launch(page).click()
    await row(page, 'Добрый вечер').waitFor()
    assert.equal(await page.locator('.row.mine').count(), 0)
    assert.isEmpty(troubles)
  })

  test('by keys alone: the menu opens, Escape closes it and not the chat, the focus stays near', async ({
    assert,
  }) => {
    await using scene = await talking()
    const { world, page } = scene
    await menuOf(page, 'Добрый вечер').focus()
    await page.keyboard.press('Enter')
    const first = page.getByRole('button', { name: 'Реакция 👍' })
    await first.waitFor()
    await until(() => first.evaluate((one) => one.matches(':focus')), 'the first has the focus')
    await page.keyboard.press('Escape')
    await first.waitFor({ state: 'detached' })
    assert.isTrue(await menuOf(page, 'Добрый вечер').evaluate((one) => one.matches(':focus')))
    await page.keyboard.press('Enter')
    await first.waitFor()
    await page.keyboard.press('Enter')
    await until(() => ofType(world, 'reaction').length === 1, 'the reaction')
    await until(
      () => menuOf(page, 'Добрый вечер').evaluate((one) => one.matches(':focus')),
      'the focus is on the same message'
    )
    await menuOf(page, 'Привтт').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Изменить', exact: true }).press('Enter')
    await page.getByText('Изменение сообщения').waitFor()
    await chat.field(page).press('Escape')
    await page.getByText('Изменение сообщения').waitFor({ state: 'detached' })
    assert.equal(await chat.field(page).inputValue(), '')
  })

  test('what the server refuses is as before, with the reason under it', async ({ assert }) => {
    await using scene = await talking()
    const { world, page } = scene
    await page.route('**/edit', (route) =>
      route.fulfill({
        status: 409,
        headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' },
        body: JSON.stringify({ error: { code: 'E_X', ru: 'Прошло больше 15 минут', en: 'Late' } }),
      })
    )
    await row(page, 'Привтт').hover()
    await menuOf(page, 'Привтт').click()
    await page.getByRole('button', { name: 'Изменить', exact: true }).click()
    await chat.write(page, 'Привет')
    await row(page, 'Привтт').getByText('Прошло больше 15 минут').waitFor()
    assert.equal(await chat.field(page).inputValue(), 'Привет')
    assert.isEmpty(ofType(world, 'edit'))
  })

  test('on a phone the menu is there without hovering, large enough for a thumb', async ({
    assert,
  }) => {
    await using scene = await talking({
      viewport: { width: 370, height: 700 },
      isMobile: true,
      hasTouch: true,
    })
    const { world, page } = scene
    const button = menuOf(page, 'Добрый вечер')
    assert.equal(await button.evaluate((one) => getComputedStyle(one).opacity), '1')
    assert.isAtLeast((await button.boundingBox())?.height ?? 0, 44)
    await button.tap()
    const thumb = page.getByRole('button', { name: 'Реакция 👍' })
    assert.isAtLeast((await thumb.boundingBox())?.height ?? 0, 44)
    await thumb.tap()
    await until(() => ofType(world, 'reaction').length === 1, 'the reaction')
    assert.isAtMost(await page.evaluate(() => document.documentElement.scrollWidth), 370)
  })

  test('what an operator changes and removes is seen without a reload', async ({ assert }) => {
    await using scene = await talking()
    const { world, page } = scene
    const end = world.ends.find((one) => one.end === 'done')
    if (end?.end !== 'done' || !end.sent?.chat) throw new Error('not sent')
    const target = { id: end.sent.ids[0], chat: end.sent.chat, fromUs: true, at: Date.now() }
    const act = (op: Parameters<typeof world.hub.act>[2]) =>
      world.store.transaction((tx) => world.hub.act(tx, world.account, op))
    const text = { text: 'Добрый день' }
    await act({ op: 'edit', target, kind: 'text', text })
    await row(page, 'Добрый день').getByText('изменено').waitFor()
    const [message] = world.messages
    if (message === undefined) throw new Error('no message')
    const { id, chat: key, at } = message
    await act({ op: 'react', target: { id, chat: key, fromUs: false, at }, emoji: '🔥' })
    await row(page, 'Привтт').getByRole('img', { name: 'Реакция 🔥: Оператор' }).waitFor()
    await act({ op: 'remove', target })
    await row(page, 'Добрый день').waitFor({ state: 'detached' })
    assert.equal(await page.locator('.row').filter({ hasText: 'Добрый вечер' }).count(), 0)
  })
})
