import { test } from '@japa/runner'
import { until } from '../support/until.ts'
import { moodyOn, sandbox } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

test.group('The keyboard', (group) => {
  group.each.timeout(120_000)

  test('walks through dialogs, answers one, decides others and comes back to the list', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const moody = await moodyOn(stage)
    for (const name of ['Вера Седова', 'Борис Орлов', 'Анна Белова'])
      await moody.write(name, name, `Пишет ${name}`)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await page.getByRole('option').nth(2).waitFor()
    const opened = async (name: string): Promise<void> =>
      page.getByRole('heading', { level: 1, name }).waitFor()
    const focused = (selector: string): Promise<true> =>
      until(
        async () => page.evaluate((one) => document.activeElement?.matches(one) === true, selector),
        `the focus on ${selector}`
      )

    await page.keyboard.press('j')
    await opened('Анна Белова')
    await page.keyboard.press('j')
    await opened('Борис Орлов')
    await page.keyboard.press('k')
    await opened('Анна Белова')
    await focused('[role=listbox]')

    await page.keyboard.press('r')
    await focused('textarea')
    // Letters are text while a field has the caret.
    await page.keyboard.type('jx')
    assert.equal(await inbox.field(page).inputValue(), 'jx')
    await page.keyboard.press('Enter')
    await inbox.status(page, 'jx', 'sent')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await focused('[role=listbox]')

    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await opened('Борис Орлов')
    const boris = inbox.row(page, 'Борис Орлов')
    // It was on screen for a second: read, and still to be answered.
    await boris.getByLabel('Ждёт ответа', { exact: true }).waitFor()
    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Ответ не нужен' }).waitFor({ state: 'detached' })
    await page.keyboard.press('u')
    await boris.getByLabel('Непрочитано').waitFor()
    await page.keyboard.press('Enter')
    await focused('textarea')

    await page.keyboard.press('Control+Shift+KeyF')
    await focused('input[type=search]')
    await page.keyboard.type('седова')
    await boris.waitFor({ state: 'detached' })
    await inbox.row(page, 'Вера Седова').waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('a dialog box keeps the keys to itself, and the focus returns to where it was', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { line } = await sandbox(await aCompanyOn(stage))
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await page.getByRole('listbox').waitFor()
    await page.keyboard.press('F1')
    const keys = page.getByRole('dialog', { name: 'Клавиши' })
    await keys.getByText('Следующий диалог').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.keyboard.press('Escape')
    await keys.waitFor({ state: 'detached' })
    assert.equal(new URL(page.url()).pathname, '/inbox')

    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.waitForURL('**/lines')
    await page.goto(`${stage.product.url}/lines/${line}`)
    const more = page
      .getByRole('region', { name: 'Чат на сайте' })
      .getByRole('button', { name: 'Отключить' })
    await more.focus()
    await page.keyboard.press('Enter')
    const asks = page.getByRole('dialog', { name: /^Отключить / })
    await asks.waitFor()
    assert.isTrue(await asks.evaluate((box) => box.contains(document.activeElement)))
    await page.keyboard.press('Escape')
    await asks.waitFor({ state: 'detached' })
    await until(
      async () => more.evaluate((button) => button === document.activeElement),
      'the focus to return'
    )
    assert.deepEqual(stage.complaints, [])
  })
})
