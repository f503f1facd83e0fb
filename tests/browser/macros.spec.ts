import { test } from '@japa/runner'
import type { DialogView } from '../../app/inbox/views.ts'
import { sandbox, visitorAt } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

test.group('Macros in a browser', (group) => {
  group.each.timeout(120_000)

  test('one is made on its page; under the slash it shows what it will do, and does it', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const { demo } = await sandbox(person)
    const anna = visitorAt(demo)
    await anna.leave({ name: 'Анна' })
    await anna.write('Спасибо!')

    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/macros`)
    await page.locator('header').getByRole('button', { name: 'Добавить макрос' }).click()
    await page.getByLabel('Название').fill('Попрощаться')
    await page.getByRole('checkbox', { name: 'Отправить ответ' }).click()
    await page.getByRole('textbox', { name: 'Текст' }).fill('Всего доброго, ')
    await page.getByRole('button', { name: '{{клиент}}' }).click()
    await page.getByRole('checkbox', { name: 'Закрыть обращение' }).click()
    assert.deepEqual(await findings(page), [])
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Всего доброго, {{клиент}}').waitFor()
    await page.getByRole('listitem').getByText('Закрыть обращение').waitFor()
    assert.deepEqual(await findings(page), [])

    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Анна')
    await inbox.field(page).fill('черновик')
    await inbox.field(page).pressSequentially(' /попр')
    await page.getByRole('option', { name: 'Попрощаться' }).waitFor()
    await page.getByText('Всего доброго, Анна').waitFor()
    assert.deepEqual(await findings(page), [])
    await page.keyboard.press('Enter')
    await page.getByText('Макрос «Попрощаться» выполнен', { exact: true }).waitFor()
    await inbox.status(page, 'Всего доброго, Анна', 'sent')
    assert.equal(await inbox.field(page).inputValue(), 'черновик ')
    const dialog = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    const { ticket } = await person.get<DialogView>(`/inbox/dialogs/${dialog}`)
    assert.isNull(ticket)
    assert.deepEqual(stage.complaints, [])
  })
})
