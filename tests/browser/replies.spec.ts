import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { v7 } from 'uuid'
import type { ReplyPage } from '../../app/replies/views.ts'
import type { Person } from '../support/person.ts'
import { until } from '../support/until.ts'
import { sandbox, visitorAt } from './support/accounts.ts'
import { inbox } from './support/inbox.ts'
import { findings } from './support/measures.ts'
import { aCompanyOn, Stage } from './support/stage.ts'

async function aReply(person: Person, reply: object): Promise<void> {
  await person.post('/replies', { id: v7(), section: null, ...reply })
}

const titles = async (person: Person): Promise<readonly string[]> =>
  (await person.get<ReplyPage>('/replies/search')).data.map(({ title }) => title)

const option = (page: Page, name: string) =>
  page
    .getByRole('listbox', { name: 'Быстрые ответы' })
    .getByRole('option')
    .filter({ hasText: name })

test.group('Quick replies in a browser', (group) => {
  group.each.timeout(120_000)

  test('a slash finds a reply; Enter inserts it filled, Ctrl+Enter sends it with its file, what is unfilled blocks', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const { demo } = await sandbox(person)
    const file = await person.upload('схема.txt', new TextEncoder().encode('налево'), 'text/plain')
    const { id: place } = await person.post<{ id: string }>('/replies/sections', {
      parent: null,
      name: 'Доставка',
    })
    await aReply(person, {
      title: 'Приветствие',
      text: 'Здравствуйте, {{клиент}}! Я {{operator}}.',
    })
    await aReply(person, {
      section: place,
      title: 'Как доехать',
      questions: ['где вы находитесь'],
      text: 'Мы на Лесной, 5',
      attachments: [file],
    })
    const anna = visitorAt(demo)
    await anna.leave({ name: 'Анна' })
    await anna.write('Где вы?')
    const stranger = visitorAt(demo)
    await stranger.write('Без имени')

    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/inbox`)
    await inbox.open(page, 'Анна')
    const field = inbox.field(page)

    // By the slash, with a typo, by a key question; the arrow, Enter.
    await field.pressSequentially('/')
    await option(page, 'Приветствие').waitFor()
    assert.deepEqual(await findings(page), [])
    await page.keyboard.press('ArrowDown')
    await page.getByText('Здравствуйте, Анна! Я Ольга.').waitFor()
    await page.keyboard.press('Enter')
    assert.equal(await field.inputValue(), 'Здравствуйте, Анна! Я Ольга.')
    await field.pressSequentially(' /где нахадитесь')
    await option(page, 'Как доехать').waitFor()
    await until(
      async () => (await field.getAttribute('aria-activedescendant')) !== null,
      'the field to name the option'
    )
    await page.keyboard.press('Enter')
    assert.equal(await field.inputValue(), 'Здравствуйте, Анна! Я Ольга. Мы на Лесной, 5')
    await page.getByRole('button', { name: 'Убрать схема.txt' }).click()
    await field.fill('')

    // By the button, into a folder; sent at once, with the file that nobody uploaded again.
    await page.getByRole('button', { name: 'Быстрые ответы' }).click()
    await option(page, 'Доставка').waitFor()
    await page.keyboard.press('ArrowRight')
    await option(page, 'Как доехать').waitFor()
    await page.keyboard.press('Control+Enter')
    await inbox.message(page, 'Мы на Лесной, 5').waitFor()
    await inbox.status(page, 'Мы на Лесной, 5', 'sent')
    await inbox.message(page, 'Мы на Лесной, 5').getByText('схема.txt').waitFor()
    assert.equal(await field.inputValue(), '')

    // Escape leaves what was typed; a slash inside a word asks for nothing.
    await field.pressSequentially('и/или /при')
    await option(page, 'Приветствие').waitFor()
    await page.keyboard.press('Escape')
    await option(page, 'Приветствие').waitFor({ state: 'detached' })
    assert.equal(await field.inputValue(), 'и/или /при')
    await field.fill('')

    // A client without a name.
    await page.getByRole('option').filter({ hasText: 'Без имени' }).click()
    await inbox.message(page, 'Без имени').waitFor()
    await inbox.field(page).fill('')
    await inbox.field(page).pressSequentially('/привет')
    await option(page, 'Приветствие').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Чтобы отправить, впишите вместо:').waitFor()
    assert.equal(await field.inputValue(), 'Здравствуйте, {{клиент}}! Я Ольга.')
    assert.isTrue(await page.getByRole('button', { name: 'Отправить', exact: true }).isDisabled())
    assert.deepEqual(await findings(page), [])
    await page.keyboard.press('Enter')
    assert.equal(await field.inputValue(), 'Здравствуйте, {{клиент}}! Я Ольга.')
    // It is selected: typing replaces it.
    await page.keyboard.type('коллега')
    await page.keyboard.press('Enter')
    await inbox.status(page, 'Здравствуйте, коллега! Я Ольга.', 'sent')
    assert.deepEqual(stage.complaints, [])
  })

  test('the page: a section, a reply with a variable and a file, search, undo, import', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const page = await stage.signedIn()
    await page.goto(`${stage.product.url}/replies`)
    await page.getByText('Готовый ответ экономит минуту').waitFor()
    assert.deepEqual(await findings(page), [])

    await page.getByRole('button', { name: 'Ещё' }).click()
    await page.getByRole('menuitem', { name: 'Новый раздел' }).click()
    await page.getByLabel('Название').fill('Доставка')
    await page.getByRole('button', { name: 'Создать' }).click()
    await page.getByRole('heading', { level: 2, name: 'Доставка' }).waitFor()

    await page.locator('header').getByRole('button', { name: 'Добавить ответ' }).click()
    await page.getByLabel('Название').fill('Сроки')
    await page.getByLabel('Текст', { exact: true }).fill('Привезём за два дня, {{имя}}')
    await page.getByLabel('Ключевые вопросы').fill('когда привезёте\nсколько ждать')
    await page.locator('input[type=file]').setInputFiles({
      name: 'тарифы.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('бесплатно'),
    })
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Переменной {{имя}} нет').waitFor()
    assert.deepEqual(await findings(page), [])
    await page.getByLabel('Текст', { exact: true }).fill('Привезём за два дня, ')
    await page.getByRole('button', { name: '{{клиент}}' }).click()
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Привезём за два дня, {{клиент}}').waitFor()

    // What isn't saved isn't lost by a press.
    await page.getByText('Привезём за два дня, {{клиент}}').click()
    await page.getByText('тарифы.txt').waitFor()
    await page.getByLabel('Название').fill('Другое')
    await page.getByRole('treeitem', { name: 'Без раздела' }).click()
    await page.getByText('Уйти без сохранения?').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Отмена' }).click()
    assert.equal(await page.getByLabel('Название').inputValue(), 'Другое')
    await page.getByRole('treeitem', { name: 'Без раздела' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Уйти' }).click()
    await page.getByRole('heading', { level: 2, name: 'Без раздела' }).waitFor()

    await page.getByRole('searchbox').fill('превезете')
    await page.getByText('когда привезёте').waitFor()
    await page.getByRole('button', { name: 'Действия с ответом «Сроки»' }).click()
    await page.getByRole('menuitem', { name: 'Удалить' }).click()
    await page.getByText('Ничего не нашлось').waitFor()
    await page.getByRole('button', { name: 'Вернуть', exact: true }).click()
    await page.getByText('когда привезёте').waitFor()
    await page.getByRole('searchbox').fill('')

    await page.getByRole('button', { name: 'Ещё' }).click()
    await page.getByRole('menuitem', { name: 'Загрузить из CSV' }).click()
    const choose = (text: string) =>
      page.locator('[role=dialog] input[type=file]').setInputFiles({
        name: 'ответы.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(text),
      })
    await choose('раздел;название;текст\n;Пусто;\n')
    await page.getByText('Строка 2.').waitFor()
    assert.deepEqual(await findings(page), [])
    assert.isTrue(await page.getByRole('button', { name: 'Загрузить', exact: true }).isDisabled())
    await choose('раздел;название;текст\n;Привет;Добрый день\nОплата / Картой;Карта;Да\n')
    await page.getByText('Появятся разделы: Оплата, Оплата / Картой').waitFor()
    await page.getByRole('button', { name: 'Загрузить', exact: true }).click()
    await page.getByText('Добрый день').waitFor()
    await page.getByRole('treeitem', { name: 'Картой' }).waitFor()
    assert.deepEqual(await titles(person), ['Привет'])
    assert.deepEqual(stage.complaints, [])
  })

  test('on a phone and in the dark: everything is reached, nothing scrolls sideways', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const person = await aCompanyOn(stage)
    const { demo } = await sandbox(person)
    const { id: section } = await person.post<{ id: string }>('/replies/sections', {
      parent: null,
      name: 'Доставка по городу и области, самовывоз и постаматы',
    })
    await aReply(person, { section, title: 'Сроки доставки', text: 'Привезём завтра. '.repeat(20) })
    const anna = visitorAt(demo)
    await anna.leave({ name: 'Анна' })
    await anna.write('Когда?')

    const page = await stage.signedIn({ width: 370, height: 740, dark: true })
    const fits = () =>
      page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
    await page.goto(`${stage.product.url}/replies`)
    await page.getByText('Сроки доставки').waitFor()
    await page.getByRole('button', { name: 'Разделы ответов' }).click()
    await page.getByRole('treeitem', { name: 'Без раздела' }).click()
    await page.getByText('В этом разделе пока нет ответов').waitFor()
    assert.isTrue(await fits())
    assert.deepEqual(await findings(page), [])
    await page.getByRole('button', { name: 'Добавить ответ' }).first().click()
    await page.getByLabel('Название').waitFor()
    assert.isTrue(await fits())
    assert.deepEqual(await findings(page), [])

    await page.goto(`${stage.product.url}/inbox`)
    await page.getByRole('option').filter({ hasText: 'Анна' }).click()
    await page.getByRole('button', { name: 'Быстрые ответы' }).click()
    await option(page, 'Доставка').click()
    await option(page, 'Сроки доставки').waitFor()
    assert.isTrue(await fits())
    assert.deepEqual(await findings(page), [])
    await option(page, 'Сроки доставки').click()
    assert.include(await inbox.field(page).inputValue(), 'Привезём завтра.')
    assert.deepEqual(stage.complaints, [])
  })
})
