import { test } from '@japa/runner'
import { moodyOn } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { Stage } from './support/stage.ts'

test.group('Messages with a date', (group) => {
  group.each.timeout(120_000)

  test('one is planned, gets other words, asks when the client has written, and goes once', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const moody = await moodyOn(stage)
    await moody.write('anna', 'Анна Белова', 'Напомните мне завтра')
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Анна Белова')

    await inbox.field(page).fill('Напоминаю о встрече')
    await page.getByRole('button', { name: 'Как отправить' }).click()
    await page.getByRole('menuitem', { name: 'Отправить позже…' }).click()
    await page.getByRole('button', { name: /^Через час/ }).click()
    const list = page.getByRole('region', { name: 'Запланированные сообщения' })
    await list.getByText('Напоминаю о встрече').waitFor()
    assert.equal(await inbox.field(page).inputValue(), '')
    assert.equal(await inbox.message(page, 'Напоминаю о встрече').count(), 0)
    await page.reload()
    await list.getByText('Напоминаю о встрече').waitFor()
    assert.deepEqual(await findings(page), [])

    await list.getByRole('button', { name: 'Действия с запланированным' }).click()
    await page.getByRole('menuitem', { name: 'Изменить текст' }).click()
    await page.getByRole('textbox', { name: 'Текст сообщения' }).fill('Встреча в 12:00')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await list.getByText('Встреча в 12:00').waitFor()

    await moody.write('anna', 'Анна Белова', 'Встречу отменяем')
    await inbox.message(page, 'Встречу отменяем').waitFor()
    await stage.database.pool.query('update scheduled_messages set due_at = $1', [Date.now()])
    await list.getByText(/Клиент написал после того/).waitFor()
    await list.getByRole('button', { name: 'Отправить', exact: true }).click()
    await inbox.message(page, 'Встреча в 12:00').waitFor()
    await list.waitFor({ state: 'detached' })
    assert.equal(await inbox.message(page, 'Встреча в 12:00').count(), 1)
    assert.deepEqual(stage.complaints, [])
  })

  test('a cancelled one comes back by one press', async ({ assert }) => {
    await using stage = await Stage.open()
    const moody = await moodyOn(stage)
    await moody.write('anna', 'Анна Белова', 'Здравствуйте')
    const page = await stage.signedIn({ width: 370 })
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.row(page, 'Анна Белова').click()
    await inbox.field(page).fill('Завтра')
    await page.getByRole('button', { name: 'Как отправить' }).click()
    await page.getByRole('menuitem', { name: 'Отправить позже…' }).click()
    await page.getByRole('button', { name: /^Завтра утром/ }).click()
    const list = page.getByRole('region', { name: 'Запланированные сообщения' })
    await list.getByRole('button', { name: 'Действия с запланированным' }).click()
    await page.getByRole('menuitem', { name: 'Отменить' }).click()
    await list.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Вернуть', exact: true }).click()
    await list.getByText('Завтра').first().waitFor()
    assert.deepEqual(stage.complaints, [])
  })
})
