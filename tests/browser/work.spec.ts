import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { until } from '../support/until.ts'
import { moodyOn, sandbox, visitorAt } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

/** A company in whose sandbox these people have written, and its inbox. */
async function withClients(stage: Stage, names: readonly string[], width = 1366) {
  const { demo } = await sandbox(await aCompanyOn(stage))
  const clients = new Map<string, ReturnType<typeof visitorAt>>()
  for (const name of names) {
    const visitor = visitorAt(demo)
    await visitor.leave({ name })
    await visitor.write(`Пишет ${name}`)
    clients.set(name, visitor)
  }
  const page = await stage.signedIn({ width })
  await page.goto(`${stage.product.url}/inbox`)
  await inbox.row(page, names.at(-1) ?? '').waitFor()
  return { page, client: (name: string) => clients.get(name) }
}

const rows = (page: Page): Promise<string[]> => page.getByRole('option').allInnerTexts()
/** Its key stands behind it. */
const menu = (page: Page, item: string) =>
  page.getByRole('menuitem', { name: new RegExp(`^${item}`) })
const toast = (page: Page, words: string) => page.getByText(words, { exact: true }).first()

async function act(page: Page, name: string, item: string): Promise<void> {
  await inbox.row(page, name).click({ button: 'right' })
  await menu(page, item).click()
}

test.group('Work on dialogs', (group) => {
  group.each.timeout(120_000)

  test('a dialog is pinned, taken, tagged and found by each of them; the address keeps the filter', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { page } = await withClients(stage, ['Анна Белова', 'Борис Орлов', 'Вера Зимина'])

    await act(page, 'Анна Белова', 'Закрепить')
    await page.mouse.move(900, 300)
    await page.waitForFunction(() =>
      document.querySelector('[role=option]')?.textContent?.includes('Анна Белова')
    )

    await act(page, 'Борис Орлов', 'Взять себе')
    await act(page, 'Борис Орлов', 'Метки…')
    await page.getByRole('combobox', { name: 'Метки диалога' }).fill('VIP')
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: 'VIP', selected: true }).waitFor()
    await page.keyboard.press('Escape')
    await inbox.row(page, 'Борис Орлов').getByText('VIP').waitFor()

    await page.getByRole('button', { name: 'Мои', exact: true }).click()
    await inbox.row(page, 'Анна Белова').waitFor({ state: 'detached' })
    assert.lengthOf(await rows(page), 1)
    await page.reload()
    await inbox.row(page, 'Борис Орлов').waitFor()
    assert.lengthOf(await rows(page), 1)

    await page.getByRole('button', { name: 'Виды', exact: true }).click()
    await page.getByRole('button', { name: 'VIP', exact: true }).click()
    await inbox.row(page, 'Борис Орлов').waitFor()
    assert.match(page.url(), /tags=/)
    assert.deepEqual(stage.complaints, [])
  })

  test('a filter is kept under a name, chosen again, renamed and deleted', async ({ assert }) => {
    await using stage = await Stage.open()
    const { page } = await withClients(stage, ['Анна Белова', 'Борис Орлов'], 1500)
    await page.getByRole('button', { name: 'Фильтры' }).click()
    await page.getByRole('combobox').filter({ hasText: 'Кто угодно' }).click()
    await page.getByRole('option', { name: 'Никто', exact: true }).click()
    await page.getByRole('textbox', { name: 'Название' }).fill('Ничьи')
    await page.getByRole('switch', { name: 'Видят все сотрудники' }).click()
    await page.getByRole('button', { name: 'Сохранить вид' }).click()
    const views = page.getByRole('navigation', { name: 'Виды' })
    await views.getByRole('button', { name: 'Ничьи', exact: true }).waitFor()

    await views.getByRole('button', { name: 'Мои' }).click()
    await inbox.row(page, 'Анна Белова').waitFor({ state: 'detached' })
    await views.getByRole('button', { name: 'Ничьи', exact: true }).click()
    await inbox.row(page, 'Анна Белова').waitFor()

    await views.getByRole('button', { name: 'Действия: Ничьи' }).click()
    await menu(page, 'Переименовать').click()
    await page.getByRole('textbox', { name: 'Название' }).fill('Без хозяина')
    await page.keyboard.press('Enter')
    await views.getByRole('button', { name: 'Без хозяина', exact: true }).waitFor()
    await page.reload()
    await views.getByRole('button', { name: 'Действия: Без хозяина' }).click()
    await menu(page, 'Удалить').click()
    await page.getByRole('button', { name: 'Удалить', exact: true }).click()
    await views.getByRole('button', { name: 'Без хозяина', exact: true }).waitFor({
      state: 'detached',
    })
    assert.deepEqual(stage.complaints, [])
  })

  test('what is put off leaves the list, and the client’s next word brings it back with a mark', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { page, client } = await withClients(stage, ['Анна Белова', 'Борис Орлов'])
    await inbox.open(page, 'Анна Белова')
    await page.keyboard.press('Escape')
    await page.keyboard.press('s')
    await page.getByRole('button', { name: 'Пока клиент не напишет' }).click()
    await page.getByText('Отложено, пока клиент не напишет: Ольга').waitFor()
    await inbox.open(page, 'Борис Орлов')
    await inbox.row(page, 'Анна Белова').waitFor({ state: 'detached' })

    await client('Анна Белова')?.write('Я снова здесь')
    const back = inbox.row(page, 'Анна Белова')
    await back
      .getByRole('img', { name: 'Отложенное время вышло' })
      .or(back.getByLabel('Отложенное время вышло'))
      .first()
      .waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('a closing is taken back by one press; a closed dialog says who closed it', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { page } = await withClients(stage, ['Анна Белова'])
    await inbox.open(page, 'Анна Белова')
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await toast(page, 'Обращение закрыто').waitFor()
    await page.getByText('Обращение закрыто: Ольга').waitFor()
    await page.getByRole('button', { name: 'Вернуть', exact: true }).click()
    await page.getByText('Обращение снова открыто: Ольга').waitFor()
    await inbox
      .row(page, 'Анна Белова')
      .getByLabel(/Ждёт ответа/)
      .waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('a blacklisted client writes into the void, and comes in again when taken off', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const { page, client } = await withClients(stage, ['Спамер', 'Анна Белова'])
    await inbox.open(page, 'Спамер')
    await act(page, 'Спамер', 'В чёрный список')
    await page.getByRole('button', { name: 'В чёрный список', exact: true }).click()
    await page.getByText('Клиент в чёрном списке, его сообщения не принимаются.').waitFor()
    // The bar is at once, the line comes from the server.
    await page.getByText('В чёрном списке: Ольга').waitFor()
    await client('Спамер')?.write('Купите слона')
    await client('Анна Белова')?.write('А я покупатель')
    await inbox.row(page, 'Анна Белова').getByText('А я покупатель').waitFor()
    assert.equal(await inbox.message(page, 'Купите слона').count(), 0)

    await page.getByRole('button', { name: 'Убрать из чёрного списка' }).click()
    await inbox.field(page).waitFor()
    await client('Спамер')?.write('Простите')
    await inbox.message(page, 'Простите').waitFor()
    assert.equal(await inbox.message(page, 'Купите слона').count(), 0)
    assert.deepEqual(stage.complaints, [])
  })

  test('a message is found by another form of its word, and its dialog opens there', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const moody = await moodyOn(stage)
    await moody.write('anna', 'Анна Белова', 'Сколько стоит лампа с абажуром?')
    for (let n = 1; n <= 70; n++)
      await moody.write('anna', 'Анна Белова', `Ещё вопрос номер ${String(n)}`)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await page.getByRole('searchbox').fill('лампы')
    await page.getByRole('button', { name: 'Сообщения', exact: true }).click()
    const hit = page.getByRole('link', { name: /Анна Белова/ })
    await hit.getByText('лампа', { exact: true }).waitFor()
    assert.deepEqual(await hit.locator('mark').allInnerTexts(), ['лампа'])
    await hit.click()
    const found = inbox.message(page, 'Сколько стоит лампа с абажуром?')
    await found.waitFor()
    await until(async () => ((await found.boundingBox())?.y ?? -1) > 0, 'it is on the screen')
    assert.isBelow((await found.boundingBox())?.y ?? 9999, 800)
    assert.deepEqual(await findings(page), [])

    await page.getByRole('searchbox').fill('и не')
    await page.getByText('Эти слова есть почти везде').waitFor()
    assert.deepEqual(stage.complaints, [])
  })

  test('many are chosen with Shift, closed with one press, and all come back with another', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const names = ['Анна Белова', 'Борис Орлов', 'Вера Зимина', 'Глеб Титов']
    const { page } = await withClients(stage, names)
    await inbox.row(page, 'Глеб Титов').click({ modifiers: ['ControlOrMeta'] })
    await inbox.row(page, 'Борис Орлов').click({ modifiers: ['Shift'] })
    const bar = page.getByRole('toolbar', { name: 'Действия с выбранными' })
    await bar.getByText('Выбрано 3').waitFor()
    assert.deepEqual(await findings(page), [])
    await bar.getByRole('button', { name: 'Закрыть обращение' }).click()
    await toast(page, 'Закрыто 3 обращения').waitFor()
    await page.getByRole('button', { name: 'Без ответа' }).click()
    await inbox.row(page, 'Вера Зимина').waitFor({ state: 'detached' })
    await inbox.row(page, 'Анна Белова').waitFor()
    await page.getByRole('button', { name: 'Вернуть', exact: true }).click()
    await page.getByRole('button', { name: 'Все', exact: true }).click()
    await inbox
      .row(page, 'Вера Зимина')
      .getByLabel(/Ждёт ответа/)
      .waitFor()
    assert.deepEqual(stage.complaints, [])
  })
})
