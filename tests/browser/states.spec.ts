import { test } from '@japa/runner'
import { until } from '../support/until.ts'
import { connectMoody, sandbox, visitorAt } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

test.group('Unread, unanswered, found', (group) => {
  group.each.timeout(120_000)

  test('reading is not answering: the dialog waits until it is answered or needs no reply', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const { demo } = await sandbox(person)
    for (const name of ['Анна Белова', 'Борис Орлов']) {
      const visitor = visitorAt(demo)
      await visitor.leave({ name })
      await visitor.write(`Пишет ${name}`)
    }
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    const anna = inbox.row(page, 'Анна Белова')
    await anna.getByLabel('Ждёт ответа, 1').waitFor()

    await inbox.open(page, 'Анна Белова')
    await anna.getByLabel('Ждёт ответа', { exact: true }).waitFor()
    const views = page.getByRole('group', { name: 'Виды' })
    await until(
      async () =>
        (await views.innerText()).replaceAll(/\s+/g, ' ') ===
        'Все Мои Без ответа 2 Непрочитанные 1',
      'the counters'
    )

    await views.getByRole('button', { name: /^Непрочитанные/ }).click()
    await anna.waitFor({ state: 'detached' })
    await inbox.row(page, 'Борис Орлов').waitFor()

    await views.getByRole('button', { name: /^Без ответа/ }).click()
    await anna.waitFor()
    await page.getByRole('button', { name: 'Ответ не нужен' }).click()
    await anna.getByLabel('Ждёт ответа', { exact: true }).waitFor({ state: 'detached' })

    await inbox.open(page, 'Борис Орлов')
    await inbox.write(page, 'Отвечаю')
    // Answering takes no row from under the cursor: it is gone with the next look at the view.
    await views.getByRole('button', { name: 'Все' }).click()
    await inbox.open(page, 'Анна Белова')
    await views.getByRole('button', { name: /^Без ответа/ }).click()
    await page.getByText('Вы всем ответили').waitFor()
    await page.getByRole('button', { name: 'Показать все' }).click()
    await anna.waitFor()

    await anna.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Отметить непрочитанным' }).click()
    await anna.getByLabel('Непрочитано').waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('a dialog is found by name and by address, and by line and channel', async ({ assert }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const { demo, line } = await sandbox(person)
    const anna = visitorAt(demo)
    await anna.leave({ name: 'Анна Белова', email: 'anna.belova@shop.test' })
    await anna.write('Здравствуйте')
    const moody = await connectMoody(person, line)
    await moody.write('1', 'Борис Орлов', 'Добрый день')

    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    const rows = page.getByRole('option')
    const search = page.getByRole('searchbox', { name: 'Имя, телефон, текст' })
    await until(async () => (await rows.count()) === 2, 'both dialogs')
    for (const words of ['орлов', 'Борис О']) {
      await search.fill(words)
      await inbox.row(page, 'Анна Белова').waitFor({ state: 'detached' })
      await inbox.row(page, 'Борис Орлов').waitFor()
      await search.fill('')
      await inbox.row(page, 'Анна Белова').waitFor()
    }
    await search.fill('anna.belova@shop')
    await inbox.row(page, 'Борис Орлов').waitFor({ state: 'detached' })
    await inbox.row(page, 'Анна Белова').waitFor()
    await search.fill('никого такого')
    await page.getByText('По запросу «никого такого» ничего не нашлось.').waitFor()
    await page.getByRole('button', { name: 'Очистить поиск' }).click()
    await until(async () => (await rows.count()) === 2, 'both dialogs again')

    await page.getByRole('button', { name: 'Фильтры' }).click()
    await page.getByRole('combobox').filter({ hasText: 'Все каналы' }).click()
    await page.getByRole('option', { name: 'Капризный' }).click()
    await page.keyboard.press('Escape')
    await inbox.row(page, 'Анна Белова').waitFor({ state: 'detached' })
    await inbox.row(page, 'Борис Орлов').waitFor()
    const address = page.url()
    await page.reload()
    await inbox.row(page, 'Борис Орлов').waitFor()
    assert.equal(page.url(), address)
    assert.equal(await rows.count(), 1)
    assert.deepEqual(stage.complaints, [])
  })
})

test.group('What did not go out', (group) => {
  group.each.timeout(120_000)

  test('a failed message says why and is tried again, an uncertain one asks a person', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const { line } = await sandbox(person)
    const moody = await connectMoody(person, line)
    await moody.write('1', 'Борис Орлов', 'Добрый день')
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Борис Орлов')
    const trouble = inbox
      .row(page, 'Борис Орлов')
      .getByLabel('Есть сообщение, которое не отправлено')

    await inbox.write(page, 'refuse me')
    const failed = inbox.message(page, 'refuse me')
    await failed.getByText('Не отправлено. Собеседник не в настроении.').waitFor()
    await trouble.waitFor()
    await failed.getByRole('button', { name: 'Повторить' }).click()
    await inbox.status(page, 'refuse me', 'sent')
    await trouble.waitFor({ state: 'detached' })

    // Sent again it would vanish again: only the person's word makes it sent.
    await inbox.write(page, 'vanish always')
    const lost = inbox.message(page, 'vanish always')
    await lost.getByText('Неизвестно, дошло ли. Связь прервалась').waitFor()
    await trouble.waitFor()
    await lost.getByRole('button', { name: 'Дошло' }).click()
    await inbox.status(page, 'vanish always', 'sent')

    await inbox.write(page, 'vanish once')
    const once = inbox.message(page, 'vanish once')
    await once.getByRole('button', { name: 'Отправить ещё раз' }).click()
    await inbox.status(page, 'vanish once', 'sent')
    assert.deepEqual(stage.complaints, [])
  })
})
