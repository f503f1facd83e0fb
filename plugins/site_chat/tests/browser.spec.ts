import { test } from '@japa/runner'
import type { Browser, BrowserContext, Page } from 'playwright'
import { launchChromium } from '../../../bin/support/chromium.ts'
import { aSite, chat } from './site.ts'
import { aWorld, until } from './world.ts'
import type { WorldOptions } from './world.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

test.group('the widget in a browser', (group) => {
  const shared: { browser?: Browser } = {}
  group.setup(async () => {
    shared.browser = await launchChromium()
    return () => shared.browser?.close()
  })
  group.each.timeout(60_000)

  async function aPage(context: Parameters<Browser['newContext']>[0] = {}) {
    if (shared.browser === undefined) throw new Error('no browser')
    const opened: BrowserContext = await shared.browser.newContext({ locale: 'ru-RU', ...context })
    const page = await opened.newPage()
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(String(error)))
    page.on('console', (message) => {
      if (/Content Security Policy|CORS|Refused to/.test(message.text()))
        troubles.push(message.text())
    })
    return {
      page,
      opened,
      troubles,
      async [Symbol.asyncDispose]() {
        await opened.close()
      },
    }
  }

  async function aWorldWithSite(options: WorldOptions = {}) {
    const world = await aWorld(options)
    const site = await aSite(world)
    return {
      world,
      site,
      async [Symbol.asyncDispose]() {
        await site[Symbol.asyncDispose]()
        await world[Symbol.asyncDispose]()
      },
    }
  }

  test('on another origin under a strict policy a visitor writes, sends a picture and is answered live', async ({
    assert,
  }) => {
    await using setting = await aWorldWithSite()
    const { world, site } = setting
    await using visit = await aPage()
    const { page, troubles } = visit
    await page.goto(site.url)
    await chat.launch(page).click()
    await chat.write(page, 'Есть торшер?')
    await page.getByRole('img', { name: 'Отправлено' }).waitFor()
    await page.locator('input[type=file]').setInputFiles({
      name: 'лампа.png',
      mimeType: 'image/png',
      buffer: png,
    })
    await until(() => world.messages.length === 2, 'both messages')
    const picture = page.getByRole('img', { name: 'лампа.png' })
    await picture.waitFor()
    await until(
      () => picture.evaluate((img: HTMLImageElement) => img.naturalWidth === 1),
      'the picture'
    )
    assert.deepEqual(world.messages[0]?.topic, { title: 'Магазин', url: site.url })

    await world.answer('Есть: https://shop.ru/lamp, <b>12 400</b> ₽')
    const link = page.getByRole('link', { name: 'https://shop.ru/lamp' })
    await link.waitFor()
    assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow')
    await page.getByText('<b>12 400</b>').first().waitFor()
    await page.getByText('Ольга').first().waitFor()
    await until(
      () => world.statuses.some(({ status }) => status === 'read'),
      'read, since he looks'
    )
    assert.isEmpty(await visit.opened.cookies())
    assert.isEmpty(troubles)
  })

  test('who comes back finds his dialog, and what was answered meanwhile counted on the button', async ({
    assert,
  }) => {
    await using setting = await aWorldWithSite()
    const { world, site } = setting
    await using visit = await aPage()
    const { page } = visit
    await page.goto(site.url)
    await chat.launch(page).click()
    await chat.write(page, 'Вопрос')
    await until(() => world.messages.length === 1, 'the question')
    await page.goto('about:blank')
    await world.answer('Первый ответ')
    await world.answer('Второй ответ')
    await page.goto(site.url)
    const badge = page.getByRole('button', { name: 'Открыть чат, 2 новых сообщения' })
    await badge.click()
    await page.getByText('Вопрос').waitFor()
    await page.getByText('Второй ответ').last().waitFor()
    await until(
      () => world.statuses.filter(({ status }) => status === 'read').length === 2,
      'both read'
    )
    await page.keyboard.press('Escape')
    await chat.launch(page).waitFor()
    assert.isTrue(await chat.launch(page).evaluate((button) => button.matches(':focus')))
  })

  test('a restart of the server is survived: what was written meanwhile goes in order, once', async ({
    assert,
  }) => {
    await using setting = await aWorldWithSite()
    const { world, site } = setting
    await using visit = await aPage()
    const { page } = visit
    await page.goto(site.url)
    await chat.launch(page).click()
    await chat.write(page, 'До')
    await until(() => world.messages.length === 1, 'the first')
    await world.close()
    for (const text of ['Первое', 'Второе', 'Третье']) await chat.write(page, text)
    await page.getByText('Нет связи').waitFor()
    await world.open()
    await world.answer('Мы снова здесь')
    await page.getByText('Мы снова здесь').last().waitFor({ timeout: 40_000 })
    await until(() => world.messages.length >= 4, 'all four', 40_000)
    assert.deepEqual(world.texts, ['До', 'Первое', 'Второе', 'Третье'])
    await page.getByText('Нет связи').waitFor({ state: 'hidden' })
    assert.equal(await page.locator('.mine').count(), 4)
  })

  test('what waited in a closed page goes when he opens the site again', async ({ assert }) => {
    await using setting = await aWorldWithSite()
    const { world, site } = setting
    await using visit = await aPage()
    const { page } = visit
    await page.goto(site.url)
    await chat.launch(page).click()
    await page.route('**/messages', (route) => route.abort())
    await chat.write(page, 'Не ушло')
    await page.getByText('Нет связи').waitFor()
    await page.unroute('**/messages')
    await page.reload()
    await until(() => world.messages.length === 1, 'it goes by itself')
    assert.deepEqual(world.texts, ['Не ушло'])
  })

  test('a message over the limit of a minute waits and says why', async () => {
    await using setting = await aWorldWithSite({ settings: { messagesPerMinute: 1 } })
    const { site } = setting
    await using visit = await aPage()
    const { page } = visit
    await page.goto(site.url)
    await chat.launch(page).click()
    await chat.write(page, 'Раз')
    await chat.write(page, 'Два')
    await page.getByText('Слишком много сообщений подряд').waitFor()
  })

  test('a phone gets a whole-screen sheet with large targets and no sideways scroll', async ({
    assert,
  }) => {
    await using setting = await aWorldWithSite({ settings: { links: 'https://t.me/shop' } })
    const { site } = setting
    await using visit = await aPage({
      viewport: { width: 370, height: 700 },
      isMobile: true,
      hasTouch: true,
      reducedMotion: 'reduce',
    })
    const { page } = visit
    await page.goto(site.url)
    await chat.launch(page).tap()
    const sheet = page.getByRole('dialog')
    assert.deepEqual(await sheet.boundingBox(), { x: 0, y: 0, width: 370, height: 700 })
    assert.equal(await sheet.getAttribute('aria-modal'), 'true')
    const controls = [
      ...(await sheet.getByRole('button').all()),
      ...(await sheet.getByRole('link').all()),
    ]
    assert.isAtLeast(controls.length, 5)
    for (const control of controls) {
      const box = await control.boundingBox()
      assert.isAtLeast(box?.height ?? 0, 44)
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.isAtMost(wide, 370)
    // The keyboard takes the lower half: the field stays above it.
    await page.setViewportSize({ width: 370, height: 360 })
    await until(async () => {
      const box = await chat.field(page).boundingBox()
      return (box?.y ?? 999) + (box?.height ?? 999) <= 360
    }, 'the field is above the keyboard')
    // Tab stays inside the sheet.
    for (let step = 0; step < 12; step++) await page.keyboard.press('Tab')
    const inside = await sheet.evaluate((element) => {
      const root = element.getRootNode() as ShadowRoot
      return element.contains(root.activeElement)
    })
    assert.isTrue(inside)
  })

  test('the page decides on language and theme, the account on colour and place', async ({
    assert,
  }) => {
    await using world = await aWorld({ settings: { colour: '#facc15', position: 'left' } })
    await using site = await aSite(world, { lang: 'en', theme: 'dark' })
    await using visit = await aPage()
    const { page } = visit
    await page.goto(site.url)
    const launch = page.getByRole('button', { name: 'Open chat' })
    const style = await launch.evaluate((button) => {
      const { backgroundColor, color } = getComputedStyle(button)
      return { backgroundColor, color }
    })
    // Yellow asks for black ink.
    assert.deepEqual(style, { backgroundColor: 'rgb(250, 204, 21)', color: 'rgb(0, 0, 0)' })
    assert.isBelow((await launch.boundingBox())?.x ?? 999, 40)
    await launch.click()
    await page.getByText('Hello! Write to us').waitFor()
    const ground = await page
      .getByRole('dialog')
      .evaluate((element) => getComputedStyle(element).backgroundColor)
    assert.equal(ground, 'rgb(23, 25, 29)')
  })

  test('an e-mail is asked for when nobody answers, and at once when nobody is there', async ({
    assert,
  }) => {
    await using setting = await aWorldWithSite({ settings: { askEmailAfterS: 1 } })
    const { world, site } = setting
    await using visit = await aPage()
    const { page } = visit
    await page.goto(site.url)
    await chat.launch(page).click()
    await chat.write(page, 'Есть кто?')
    await page.getByText('Пока не ответили').waitFor()
    await page.getByRole('textbox', { name: 'Почта' }).fill('кривой адрес')
    await page.getByRole('button', { name: 'Оставить' }).click()
    await page.getByText('Проверьте адрес').waitFor()
    await page.getByRole('textbox', { name: 'Почта' }).fill('anna@mail.ru')
    await page.getByRole('button', { name: 'Оставить' }).click()
    await page.getByText('Спасибо').waitFor()
    const contact = world.events.find((event) => event.type === 'contact')
    assert.equal(contact?.person.email, 'anna@mail.ru')

    world.hub.online(world.account, false)
    await page.getByText('Сейчас никого нет').first().waitFor()
    await using other = await aPage()
    await other.page.goto(site.url)
    await chat.launch(other.page).click()
    await chat.write(other.page, 'А мне?')
    await other.page.getByText('Оставьте почту, и мы ответим письмом').waitFor()
  })

  test('where a network holds streams back, the page asks again and again instead', async ({
    assert,
  }) => {
    await using setting = await aWorldWithSite()
    const { world, site } = setting
    await using visit = await aPage()
    const { page } = visit
    await page.clock.install()
    await page.route('**/stream*', () => undefined)
    await page.goto(site.url)
    await chat.launch(page).click()
    await chat.write(page, 'Слышно?')
    await until(() => world.messages.length === 1, 'the message')
    await world.answer('Слышно')
    await until(async () => {
      await page.clock.fastForward(7000)
      return (await page.getByText('Слышно', { exact: true }).count()) > 0
    }, 'the answer without a stream')
    assert.deepEqual(world.texts, ['Слышно?'])
  })

  test('two tabs show the same dialog', async () => {
    await using setting = await aWorldWithSite()
    const { site } = setting
    await using visit = await aPage()
    const second = await visit.opened.newPage()
    await visit.page.goto(site.url)
    await chat.launch(visit.page).click()
    await chat.write(visit.page, 'Из первой')
    await visit.page.getByRole('img', { name: 'Отправлено' }).waitFor()
    await second.goto(site.url)
    await chat.launch(second).click()
    await second.getByText('Из первой').waitFor()
    await chat.write(second, 'Из второй')
    await visit.page.getByText('Из второй').waitFor()
  })

  test('what two tabs hold without a connection is lost by neither', async ({ assert }) => {
    await using setting = await aWorldWithSite()
    const { world, site } = setting
    await using visit = await aPage()
    const second = await visit.opened.newPage()
    for (const page of [visit.page, second]) {
      await page.route('**/messages', (route) => route.abort())
      await page.goto(site.url)
      await chat.launch(page).click()
    }
    await chat.write(visit.page, 'Из первой')
    await visit.page.getByText('Нет связи').waitFor()
    await chat.write(second, 'Из второй')
    await second.getByText('Нет связи').waitFor()
    await visit.page.close()
    await second.unroute('**/messages')
    await second.reload()
    await until(() => world.messages.length === 2, 'both go from the tab that is left')
    assert.sameMembers([...world.texts], ['Из первой', 'Из второй'])
  })

  test('axe finds nothing serious, open and closed, light and dark', async ({ assert }) => {
    await using setting = await aWorldWithSite({
      settings: { askEmailAfterS: 1, links: 'https://t.me/shop' },
    })
    const { world, site } = setting
    for (const colorScheme of ['light', 'dark'] as const) {
      await using visit = await aPage({ colorScheme, bypassCSP: true })
      const { page } = visit
      await page.goto(site.url)
      await chat.launch(page).waitFor()
      assert.deepEqual(await serious(page), [])
      await chat.launch(page).click()
      await chat.write(page, 'Проверка')
      await until(() => world.messages.length > 0, 'the message')
      await world.answer('Ответ https://shop.ru')
      await page.getByText('Ответ').last().waitFor()
      await chat.write(page, 'Ещё')
      await page.getByText('Оставьте почту').waitFor()
      assert.deepEqual(await serious(page), [])
    }
  })
})

/** Rules of axe that are broken seriously, with where. */
async function serious(page: Page): Promise<readonly string[]> {
  const { default: axe } = await import('axe-core')
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: typeof import('axe-core') }
    return (await tool.run({ include: ['#svyaz-chat'] })).violations
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}
