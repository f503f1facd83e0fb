import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Locator, Page } from 'playwright'
import type { Visitor } from '../../plugins/site_chat/simulator/index.ts'
import { until } from '../support/until.ts'
import { sandbox, visitorAt } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

/** Chromium's own: it beeps, and nobody is asked. */
const fakeMicrophone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

const pixel = (color: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="${color}"/></svg>`

async function begun(browserArguments: readonly string[] = []) {
  const stage = await Stage.open(browserArguments)
  const { demo } = await sandbox(await aCompanyOn(stage))
  const anna = visitorAt(demo)
  await anna.leave({ name: 'Анна Белова' })
  await anna.write('Добрый день')
  return { stage, demo, anna, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() }
}

async function opened(stage: Stage, look: Parameters<Stage['signedIn']>[0] = {}): Promise<Page> {
  const page = await stage.signedIn(look)
  await page.goto(`${stage.product.url}/inbox`)
  await inbox.open(page, 'Анна Белова')
  await inbox.message(page, 'Добрый день').waitFor()
  return page
}

const ours = async (visitor: Visitor) =>
  (await visitor.lines()).filter(({ from }) => from === 'us').map(({ text }) => text)

const textFile = (name: string) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(`file ${name}`),
})

const attach = (page: Page, files: Parameters<Locator['setInputFiles']>[0]): Promise<void> =>
  page.locator('form input[type=file]').setInputFiles(files)

const chips = (page: Page): Promise<string[]> =>
  page.locator('[data-part] .truncate.font-medium').allInnerTexts()

/** A picture that the browser draws itself, as PNG. */
async function picture(page: Page, color: string): Promise<Buffer> {
  const url = await page.evaluate(async (svg) => {
    const image = new Image()
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    canvas.getContext('2d')?.drawImage(image, 0, 0)
    return canvas.toDataURL('image/png')
  }, pixel(color))
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

test.group('The composer', (group) => {
  group.each.timeout(240_000)

  test('a draft comes along to another device, shows in its list, and ends with its message', async ({
    assert,
  }) => {
    await using world = await begun()
    const { stage, anna } = world
    const laptop = await opened(stage)
    const phone = await stage.signedIn({ width: 400 })
    await phone.goto(`${stage.product.url}/inbox`)
    await inbox.row(phone, 'Анна Белова').waitFor()

    await inbox.field(laptop).fill('Ваш заказ готов')
    await attach(laptop, textFile('чек.txt'))
    await inbox.row(phone, 'Анна Белова').getByText('Черновик: Ваш заказ готов').waitFor()
    await inbox.row(laptop, 'Анна Белова').getByText('Черновик:').waitFor()
    await inbox.row(phone, 'Анна Белова').click()
    await until(
      async () => (await inbox.field(phone).inputValue()) === 'Ваш заказ готов',
      'the text'
    )
    await phone.getByText('чек.txt').first().waitFor()

    await inbox.field(phone).fill('Ваш заказ готов и ждёт вас')
    await until(
      async () => (await inbox.field(laptop).inputValue()) === 'Ваш заказ готов',
      'the laptop keeps what its person is typing'
    )
    await laptop.reload()
    await until(
      async () => (await inbox.field(laptop).inputValue()) === 'Ваш заказ готов и ждёт вас',
      'the newest text'
    )
    await phone.getByRole('button', { name: 'Отправить', exact: true }).click()
    await inbox.message(laptop, 'Ваш заказ готов и ждёт вас').waitFor()
    await until(async () => (await inbox.field(laptop).inputValue()) === '', 'an empty field')
    assert.deepEqual(await chips(laptop), [])
    await inbox.row(laptop, 'Анна Белова').getByText('Черновик:').waitFor({ state: 'detached' })
    await laptop.reload()
    await inbox.message(laptop, 'Ваш заказ готов и ждёт вас').waitFor()
    assert.equal(await inbox.field(laptop).inputValue(), '')
    assert.deepEqual(await ours(anna), ['Ваш заказ готов и ждёт вас'])
    assert.deepEqual(stage.complaints, [])
  })

  test('what was typed just before the page went is there again', async () => {
    await using world = await begun()
    const { stage } = world
    const page = await opened(stage)
    await inbox.field(page).fill('Почти потеряно')
    await page.reload()
    await until(async () => (await inbox.field(page).inputValue()) === 'Почти потеряно', 'the text')
  })

  test('files go in the order they were put in, by dragging and by arrows', async ({ assert }) => {
    await using world = await begun()
    const { stage } = world
    const page = await opened(stage)
    await attach(page, ['один.txt', 'два.txt', 'три.txt'].map(textFile))
    await page.locator('[data-part]').nth(2).waitFor()
    const grip = (at: number) => page.locator('[data-grip]').nth(at)
    assert.deepEqual(await findings(page), [])
    const place = async (at: number) => {
      const box = await grip(at).boundingBox()
      return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
    }
    const [from, to] = [await place(2), await place(0)]
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x + 40, to.y, { steps: 8 })
    await page.mouse.up()
    await until(
      async () =>
        JSON.stringify(await chips(page)) === JSON.stringify(['три.txt', 'один.txt', 'два.txt']),
      'the third stands first'
    )
    await grip(0).press('ArrowRight')
    await until(
      async () =>
        JSON.stringify(await chips(page)) === JSON.stringify(['один.txt', 'три.txt', 'два.txt']),
      'the first stands second'
    )
    assert.isTrue(await grip(1).evaluate((one) => one === document.activeElement))
    await inbox.write(page, 'По порядку')
    await inbox.status(page, 'По порядку', 'sent')
    const names = await inbox
      .message(page, 'По порядку')
      .locator('a .truncate.font-medium')
      .allInnerTexts()
    assert.deepEqual(names, ['один.txt', 'три.txt', 'два.txt'])
  })

  test('a file that is too big is refused before it is uploaded, with the numbers and the name', async ({
    assert,
  }) => {
    await using world = await begun()
    const { stage } = world
    const page = await opened(stage)
    const path = join(tmpdir(), `svyaz-big-${String(process.pid)}.bin`)
    const file = await open(path, 'w')
    await file.truncate(74 * 1024 * 1024)
    await file.close()
    try {
      await attach(page, path)
      await page.getByText('Файл 74 МБ, чат на сайте принимает до 50 МБ.').first().waitFor()
      assert.deepEqual(await chips(page), [])
    } finally {
      await rm(path)
    }
  })

  test('a picture goes as a photo or as a file; pictures are looked at one after the other', async ({
    assert,
  }) => {
    await using world = await begun()
    const { stage } = world
    const page = await opened(stage)
    const png = async (name: string, color: string) => ({
      name,
      mimeType: 'image/png',
      buffer: await picture(page, color),
    })
    await attach(page, [await png('красная.png', 'red'), await png('синяя.png', 'blue')])
    await attach(page, await png('чертёж.png', 'green'))
    await page.getByRole('button', { name: 'Отправить чертёж.png как файл' }).click()
    await inbox.write(page, 'Смотрите')
    await inbox.status(page, 'Смотрите', 'sent')
    const bubble = inbox.message(page, 'Смотрите')
    await bubble.getByRole('link', { name: /чертёж\.png/ }).waitFor()

    const tile = bubble.getByRole('button', { name: 'Открыть картинку красная.png' })
    await tile.click()
    const viewer = page.getByRole('dialog')
    await viewer.getByText('1 из 2').waitFor()
    await page.keyboard.press('ArrowRight')
    await viewer.getByRole('img', { name: 'синяя.png' }).waitFor()
    const shown = viewer.getByRole('img', { name: 'синяя.png' })
    const width = async () => (await shown.boundingBox())?.width ?? 0
    const before = await width()
    await shown.dblclick()
    await until(async () => (await width()) > before * 2, 'it is larger')
    await page.mouse.wheel(0, 2_000)
    await until(async () => Math.abs((await width()) - before) < 1, 'it is whole again')
    await page.keyboard.press('ArrowLeft')
    await viewer.getByText('1 из 2').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      viewer.getByRole('link', { name: 'Скачать красная.png' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'красная.png')
    await page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'detached' })
    await until(() => tile.evaluate((one) => one === document.activeElement), 'the focus is back')
    assert.deepEqual(stage.complaints, [])
  })

  test('a voice message is recorded, listened to, sent and played, one at a time and as fast as chosen', async ({
    assert,
  }) => {
    await using world = await begun(fakeMicrophone)
    const { stage } = world
    const page = await opened(stage)
    const start = page.getByRole('button', { name: /^Записать голосовое/ })
    const bar = page.getByRole('group', { name: 'Голосовое сообщение' })
    const say = async () => {
      await start.click()
      await bar
        .getByRole('timer')
        .getByText(/^0:(0[1-9]|[1-9])/)
        .waitFor()
    }
    const voices = page.locator('[data-entry]').getByRole('group', { name: 'Голосовое сообщение' })

    await say()
    await page.keyboard.press('Escape')
    await bar.waitFor({ state: 'detached' })

    await say()
    await page.getByRole('button', { name: 'Пауза и прослушивание' }).click()
    await page.getByRole('button', { name: 'Слушать' }).click()
    await page.getByRole('button', { name: 'Пауза', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Продолжить запись' }).click()
    await bar
      .getByRole('timer')
      .getByText(/^0:(0[2-9]|[1-9])/)
      .waitFor()
    await page.getByRole('button', { name: 'Отправить голосовое' }).click()
    await voices.first().waitFor()
    await say()
    await page.getByRole('button', { name: 'Отправить голосовое' }).click()
    await voices.nth(1).waitFor()
    assert.deepEqual(await findings(page), [])

    // Held under a finger: let go, it waits to be listened to.
    await start.dispatchEvent('pointerdown', { pointerType: 'touch', button: 0 })
    await bar
      .getByRole('timer')
      .getByText(/^0:(0[1-9]|[1-9])/)
      .waitFor()
    await page.evaluate(() => window.dispatchEvent(new PointerEvent('pointerup')))
    await page.getByRole('button', { name: 'Продолжить запись' }).waitFor()
    await page.getByRole('button', { name: 'Удалить запись' }).click()

    const [first, second] = [voices.nth(0), voices.nth(1)]
    await first.getByText(/^0:0[2-9]$/).waitFor()
    await first.getByRole('button', { name: 'Слушать' }).click()
    await first.getByRole('button', { name: 'Пауза' }).waitFor()
    await second.getByRole('button', { name: 'Слушать' }).click()
    await second.getByRole('button', { name: 'Пауза' }).waitFor()
    await first.getByRole('button', { name: 'Слушать' }).waitFor()

    await first.getByRole('slider').press('End')
    await until(
      async () => Number(await first.getByRole('slider').getAttribute('aria-valuenow')) >= 2,
      'it stands at its end'
    )
    await first.getByRole('button', { name: 'Скорость 1×' }).click()
    await second.getByRole('button', { name: 'Скорость 1,5×' }).waitFor()
    await page.reload()
    await voices.first().getByRole('button', { name: 'Скорость 1,5×' }).waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('leaving a long recording asks, going to another dialog keeps it as a file', async () => {
    await using world = await begun(fakeMicrophone)
    const { stage, demo } = world
    const boris = visitorAt(demo)
    await boris.leave({ name: 'Борис Орлов' })
    await boris.write('Здравствуйте')
    const page = await opened(stage)
    await page.getByRole('button', { name: /^Записать голосовое/ }).click()
    const bar = page.getByRole('group', { name: 'Голосовое сообщение' })
    await bar
      .getByRole('timer')
      .getByText(/^0:(0[6-9]|[1-9])/)
      .waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').getByText('Удалить запись?').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Отмена' }).click()
    await page.getByRole('button', { name: 'Продолжить запись' }).waitFor()
    await inbox.row(page, 'Борис Орлов').click()
    await page.getByRole('heading', { level: 1, name: 'Борис Орлов' }).waitFor()
    await inbox.row(page, 'Анна Белова').click()
    await page
      .locator('[data-part]')
      .getByText(/^Голосовое/)
      .waitFor()
  })

  test('a microphone that is refused is explained with the remedy', async () => {
    await using world = await begun([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream=deny',
    ])
    const { stage } = world
    const page = await opened(stage)
    await page.getByRole('button', { name: /^Записать голосовое/ }).click()
    await page.getByText('Браузер не даёт доступ к микрофону').waitFor()
    await inbox.write(page, 'Тогда текстом')
    await inbox.status(page, 'Тогда текстом', 'sent')
  })

  test('what waits without a connection outlives a reload and goes out once, in order', async ({
    assert,
  }) => {
    await using world = await begun()
    const { stage, anna } = world
    const page = await opened(stage)
    const cut = '**/inbox/dialogs/*/messages'
    await page.route(cut, (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue()
    )
    await inbox.write(page, 'Первое без связи')
    await inbox.write(page, 'Второе без связи')
    await inbox.status(page, 'Второе без связи', 'queued')
    await page.reload()
    await inbox.status(page, 'Первое без связи', 'queued')
    assert.equal(await inbox.field(page).inputValue(), '')
    const other = await page.context().newPage()
    await other.goto(page.url())
    await inbox.message(other, 'Добрый день').waitFor()
    await page.unroute(cut)
    await inbox.status(page, 'Второе без связи', 'sent')
    await inbox.settled(other, ['Добрый день', 'Первое без связи', 'Второе без связи'])
    assert.deepEqual(await ours(anna), ['Первое без связи', 'Второе без связи'])
    await page.reload()
    await inbox.settled(page, ['Добрый день', 'Первое без связи', 'Второе без связи'])
    assert.deepEqual(await ours(anna), ['Первое без связи', 'Второе без связи'])
  })

  test('text may be sent while a file loads, once however often it is pressed, and the order is kept', async ({
    assert,
  }) => {
    await using world = await begun()
    const { stage, anna } = world
    const page = await opened(stage)
    let load = (): void => {}
    const loading = new Promise<void>((resolve) => (load = resolve))
    await page.route('**/inbox/files', async (route) => {
      await loading
      await route.continue()
    })
    await attach(page, textFile('большой.txt'))
    await inbox.write(page, 'С файлом')
    await inbox.field(page).fill('Сразу за ним')
    await page.getByRole('button', { name: 'Отправить', exact: true }).dblclick()
    await inbox.status(page, 'Сразу за ним', 'queued')
    load()
    await inbox.status(page, 'Сразу за ним', 'sent')
    assert.deepEqual(await ours(anna), ['С файлом', 'Сразу за ним'])
  })

  test('a file that was not uploaded before a reload is named on its bubble, the text goes back to the field', async () => {
    await using world = await begun()
    const { stage } = world
    const page = await opened(stage)
    await page.route('**/inbox/files', (route) => route.abort())
    page.on('dialog', (dialog) => void dialog.accept())
    await attach(page, textFile('договор.txt'))
    await page.locator('[data-part]').getByRole('alert').waitFor()
    await page.route('**/inbox/files', () => {})
    await page.locator('[data-part]').getByRole('button', { name: 'Повторить' }).click()
    await inbox.write(page, 'Вот договор')
    await page.reload()
    const bubble = inbox.message(page, 'Вот договор')
    await bubble.getByText(/договор\.txt/).waitFor()
    await bubble.getByRole('button', { name: 'Вернуть в поле' }).click()
    await until(async () => (await inbox.field(page).inputValue()) === 'Вот договор', 'the text')
    await bubble.waitFor({ state: 'detached' })
  })

  test('an emoji is found by a word of either language and put where the caret is', async ({
    assert,
  }) => {
    await using world = await begun()
    const { stage } = world
    const page = await opened(stage)
    await inbox.field(page).fill('Спасибо!')
    await inbox.field(page).press('Home')
    await page.getByRole('button', { name: 'Эмодзи' }).click()
    const search = page.getByRole('textbox', { name: 'Найти эмодзи' })
    await search.waitFor()
    assert.deepEqual(await findings(page), [])
    await search.fill('сердце')
    await search.press('ArrowDown')
    await page.keyboard.press('Enter')
    await search.fill('thumbs up')
    await search.press('Enter')
    await page.keyboard.press('Escape')
    await until(async () => /^❤️?👍️?Спасибо!$/u.test(await inbox.field(page).inputValue()), 'both')
    const hasFocus = () => inbox.field(page).evaluate((one) => one === document.activeElement)
    await until(hasFocus, 'the caret is in the field again')
    await page.getByRole('button', { name: 'Эмодзи' }).click()
    const last = page.getByRole('listbox', { name: 'Эмодзи' }).getByRole('option').first()
    await last.waitFor()
    assert.match((await last.innerText()).trim(), /^👍/u)
    assert.deepEqual(stage.complaints, [])
  })

  test('Enter breaks the line for who wants so, Ctrl+Enter sends for everybody', async ({
    assert,
  }) => {
    await using world = await begun()
    const { stage, anna } = world
    const page = await opened(stage)
    await inbox.field(page).fill('Быстро')
    await inbox.field(page).press('Control+Enter')
    await inbox.status(page, 'Быстро', 'sent')
    await page.getByRole('button', { name: 'Как отправить' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Enter отправляет' }).click()
    await page.reload()
    await inbox.field(page).fill('Две')
    await inbox.field(page).press('Enter')
    await inbox.field(page).pressSequentially('строки')
    await inbox.field(page).press('Control+Enter')
    await inbox.status(page, 'Две', 'sent')
    assert.deepEqual(await ours(anna), ['Быстро', 'Две\nстроки'])
  })

  test('sends and closes the ticket, sends and goes on to the next dialog', async ({ assert }) => {
    await using world = await begun()
    const { stage, demo } = world
    const boris = visitorAt(demo)
    await boris.leave({ name: 'Борис Орлов' })
    await boris.write('Здравствуйте')
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Борис Орлов')
    await inbox.field(page).fill('Ответ Борису')
    await page.getByRole('button', { name: 'Как отправить' }).click()
    await page.getByRole('menuitem', { name: 'Отправить и к следующему' }).click()
    await page.getByRole('heading', { level: 1, name: 'Анна Белова' }).waitFor()
    await until(
      () => inbox.field(page).evaluate((one) => one === document.activeElement),
      'the caret is in the next field'
    )
    await inbox.field(page).fill('Всего доброго')
    await page.getByRole('button', { name: 'Как отправить' }).click()
    await page.getByRole('menuitem', { name: 'Отправить и закрыть обращение' }).click()
    await inbox.status(page, 'Всего доброго', 'sent')
    const tickets = await until(async () => {
      const { rows } = await stage.database.pool.query<{ isOpen: boolean }>(
        `select t.closed_at is null as "isOpen" from tickets t join dialogs d on d.id = t.dialog_id order by d.title`
      )
      return rows[0]?.isOpen === false ? rows : undefined
    }, 'the ticket is closed')
    assert.deepEqual(
      tickets.map(({ isOpen }) => isOpen),
      [false, true]
    )
  })
})
