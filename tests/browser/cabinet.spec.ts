import { test } from '@japa/runner'
import { moodyOn, sandbox } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

test.group('The cabinet', (group) => {
  group.each.timeout(120_000)

  test('connects a site chat through the screens its plugin describes', async ({ assert }) => {
    await using stage = await Stage.open()
    const { line } = await sandbox(await aCompanyOn(stage))
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/lines/${line}`)
    const card = page.getByRole('region', { name: 'Чат на сайте' })
    await card.getByRole('button', { name: 'Подключить ещё' }).click()
    const dialog = page.getByRole('dialog', { name: 'Подключить: Чат на сайте' })
    const sites = dialog.getByLabel('На каких сайтах работает')
    await dialog.getByLabel('Название в чате').fill('Магазин ламп')
    await sites.fill('наш сайт')
    await dialog.getByRole('button', { name: 'Продолжить' }).click()
    await dialog.getByText('Адреса сайтов пишутся так: https://shop.ru').first().waitFor()
    await sites.fill('https://shop.example')
    await dialog.getByRole('button', { name: 'Продолжить' }).click()
    await dialog.getByText('Магазин ламп подключён').waitFor()
    await dialog.getByLabel('Название аккаунта').fill('Лампы, главный сайт')
    await dialog.getByRole('button', { name: 'Готово' }).click()
    await dialog.waitFor({ state: 'detached' })
    const row = card.getByRole('listitem').filter({ hasText: 'Лампы, главный сайт' })
    await row.getByText('На связи').waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('shows a refused mail server as its own line of result, in words', async ({ assert }) => {
    await using stage = await Stage.open()
    const { line } = await sandbox(await aCompanyOn(stage))
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/lines/${line}`)
    const card = page.getByRole('region', { name: 'Электронная почта' })
    await card.getByRole('button', { name: 'Подключить' }).click()
    const dialog = page.getByRole('dialog', { name: 'Подключить: Электронная почта' })
    await dialog.getByLabel('Адрес ящика').fill('olga@shop.invalid')
    await dialog.getByLabel('Пароль', { exact: true }).fill('secret-1')
    await dialog.getByRole('combobox', { name: 'Почтовая служба' }).click()
    await page.getByRole('option', { name: 'Другой сервер' }).click()
    await dialog.getByRole('button', { name: 'Продолжить' }).click()
    await dialog.getByText('Впишите серверы входящей и исходящей почты.').waitFor()
    assert.equal(await dialog.getByLabel('Пароль', { exact: true }).inputValue(), 'secret-1')
    await dialog.getByLabel('Сервер входящей почты').fill('127.0.0.1')
    await dialog.getByLabel('Сервер исходящей почты').fill('127.0.0.1')
    await dialog.getByRole('button', { name: 'Продолжить' }).click()
    for (const name of ['Входящая почта: 127.0.0.1', 'Исходящая почта: 127.0.0.1']) {
      const check = dialog.getByRole('listitem').filter({ hasText: name })
      await check.getByLabel('Не получилось').waitFor()
      await check.getByText('ведёт во внутреннюю сеть').waitFor()
    }
    assert.deepEqual(stage.complaints, [])
  })

  test('a broken plugin is one red line, and everything else works', async ({ assert }) => {
    await using stage = await Stage.open()
    await aCompanyOn(stage)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/plugins`)
    const broken = page.getByRole('listitem').filter({ hasText: 'throws_at_import' })
    await broken.getByRole('alert').getByText('Плагин не загрузился').waitFor()
    assert.equal(await broken.getByRole('switch').count(), 0)
    const echo = page.getByRole('switch', { name: 'Эхо: включён' })
    await echo.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Выключить' }).click()
    await page.getByRole('switch', { name: 'Эхо: включён', checked: false }).waitFor()
    await page.reload()
    await page.getByRole('switch', { name: 'Эхо: включён', checked: false }).waitFor()
    await page.getByRole('switch', { name: 'Электронная почта: включён', checked: true }).waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('an account is switched off, its dialogs say so, and on again', async ({ assert }) => {
    await using stage = await Stage.open()
    const moody = await moodyOn(stage)
    await moody.write('1', 'Борис Орлов', 'Добрый день')
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/accounts/${moody.account}`)
    const state = page.getByRole('region', { name: 'Состояние' })
    await state.getByText('На связи').waitFor()
    await page.getByRole('button', { name: 'Выключить' }).click()
    await state.getByText('Выключен').waitFor()

    await page.getByRole('link', { name: 'Диалоги' }).first().click()
    await inbox.open(page, 'Борис Орлов')
    await page.getByRole('status').getByText('выключен. Сообщения ждут в очереди.').waitFor()
    await inbox.write(page, 'Подождёт')
    await inbox.status(page, 'Подождёт', 'queued')

    await page.getByRole('link', { name: 'Подробнее' }).click()
    await page.getByRole('button', { name: 'Включить' }).click()
    await state.getByText('На связи').waitFor()
    await page.goBack()
    await inbox.status(page, 'Подождёт', 'sent')
    assert.deepEqual(stage.complaints, [])
  })
})

test.group('Events that could not be stored', (group) => {
  group.each.timeout(120_000)

  test('are shown with their reason, replayed when the cause is mended, or discarded', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const moody = await moodyOn(stage)
    const { pool } = stage.database
    await pool.query(
      `alter table messages add constraint in_the_way check (text not like 'Застряло%') not valid`
    )
    await moody.write('1', 'Борис Орлов', 'Застряло первое')
    await moody.write('2', 'Анна Белова', 'Застряло второе')
    await moody.write('3', 'Вера Седова', 'Прошло')

    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.row(page, 'Вера Седова').waitFor()
    await page.getByRole('link', { name: 'Недоставленные события' }).click()
    const events = page.getByRole('listitem').filter({ hasText: /in_the_way|another_cause/ })
    await events.nth(1).waitFor()
    await events
      .filter({ hasText: 'Сообщение: Борис Орлов' })
      .getByText('Застряло первое')
      .waitFor()
    await pool.query('alter table messages rename constraint in_the_way to another_cause')
    await events.first().getByRole('button', { name: 'Повторить' }).click()
    await page.getByText('Событие снова не обработалось.').first().waitFor()
    await events.filter({ hasText: 'another_cause' }).waitFor()
    assert.equal(await events.count(), 2)

    await pool.query('alter table messages drop constraint another_cause')
    await events.first().getByRole('button', { name: 'Повторить' }).click()
    await events.nth(1).waitFor({ state: 'detached' })
    await events.getByRole('button', { name: 'Удалить' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click()
    await page.getByText('Всё сохранено, недоставленных событий нет.').waitFor()

    await page.getByRole('link', { name: 'Диалоги' }).first().click()
    await page.getByRole('option').getByText('Застряло').waitFor()
    assert.equal(await page.getByRole('option').count(), 2)
    assert.deepEqual(stage.complaints, [])
  })
})
