import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { until } from '../support/until.ts'
import { moodyOn } from './support/accounts.ts'
import { findings } from './support/measures.ts'
import { Stage } from './support/stage.ts'

async function anInbox(stage: Stage): Promise<Page> {
  const moody = await moodyOn(stage)
  for (const name of ['Вера Седова', 'Борис Орлов', 'Анна Белова'])
    await moody.write(name, name, `Пишет ${name}`)
  const page = await stage.signedIn()
  await page.goto(`${stage.product.url}/inbox`)
  await page.getByRole('option').nth(2).waitFor()
  return page
}

const opened = async (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor()

const focused = (page: Page, selector: string): Promise<true> =>
  until(
    async () => page.evaluate((one) => document.activeElement?.matches(one) === true, selector),
    `the focus on ${selector}`
  )

test.group('Commands', (group) => {
  group.each.timeout(180_000)

  test('the palette finds dialogs, commands and sections, and gives the focus back', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const page = await anInbox(stage)
    const palette = page.getByRole('dialog', { name: 'Найти диалог или команду' })
    const choose = async (typed: string, name: string): Promise<void> => {
      await page.keyboard.press('Control+KeyK')
      await palette.getByPlaceholder('Диалог, команда или раздел').waitFor()
      await page.keyboard.type(typed)
      await palette
        .getByRole('option', { name })
        .and(palette.locator('[data-highlighted]'))
        .waitFor()
      await page.keyboard.press('Enter')
      await palette.waitFor({ state: 'detached' })
    }

    await choose('орлов', 'Борис Орлов')
    await opened(page, 'Борис Орлов')
    await page.keyboard.press('r')
    await focused(page, 'textarea')
    await page.keyboard.press('Control+KeyK')
    await palette.getByRole('option', { name: 'Закрыть обращение' }).getByText('E').waitFor()
    assert.deepEqual(await findings(page), [])
    await page.keyboard.type('нет такого')
    await palette.getByRole('option', { name: 'Не нашлось. Искать «нет такого»' }).waitFor()
    assert.deepEqual(await findings(page), [])
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'detached' })
    await focused(page, 'textarea')

    await choose('обращ', 'Закрыть обращение')
    await page.getByText('Обращение закрыто: Ольга').waitFor()
    await focused(page, 'textarea')
    await choose('к полю', 'К полю ответа')
    await focused(page, 'textarea')

    await choose('плаг', 'Плагины')
    await page.waitForURL('**/plugins')
    await page.keyboard.press('Control+KeyK')
    await palette.getByRole('option', { name: 'Анна Белова' }).waitFor()
    assert.equal(await palette.getByRole('option', { name: 'Закрыть обращение' }).count(), 0)
    assert.deepEqual(stage.complaints, [])
  })

  test('keys work in a Russian layout, are changed by pressing others, and stay changed', async ({
    assert,
  }) => {
    await using stage = await Stage.open()
    const page = await anInbox(stage)
    /** As a keyboard in a Russian layout says it. */
    const pressRussian = (code: string, key: string): Promise<boolean> =>
      page.evaluate(
        (keys) =>
          (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent('keydown', { ...keys, bubbles: true, cancelable: true })
          ),
        { code, key }
      )
    await pressRussian('KeyJ', 'о')
    await opened(page, 'Анна Белова')
    await pressRussian('KeyG', 'п')
    await pressRussian('KeyS', 'ы')
    await page.waitForURL('**/settings/profile')
    await page.getByRole('navigation', { name: 'Настройки' }).getByText('Клавиши').click()

    const change = page.getByRole('button', { name: 'Изменить: Следующий диалог' })
    const records = page.getByRole('dialog', { name: 'Нажмите клавиши для «Следующий диалог»' })
    await change.click()
    await records.waitFor()
    await page.keyboard.press('x')
    await records.getByText('X: уже занято командой «Ответ не нужен»').waitFor()
    await page.keyboard.press('Control+KeyW')
    await records.getByText('Ctrl+W: нужны браузеру').waitFor()
    assert.deepEqual(await findings(page), [])
    const saved = page.waitForResponse('**/me/preferences')
    await page.keyboard.press('n')
    await records.waitFor({ state: 'detached' })
    await until(
      async () => change.evaluate((button) => button === document.activeElement),
      'the focus to return'
    )
    await saved
    await page.getByRole('button', { name: 'Отключить: Закрыть обращение' }).click()
    await page.getByText('Отключена').waitFor()

    for (const visit of ['at once', 'after a reload']) {
      await page.goto(`${stage.product.url}/inbox`)
      await page.getByRole('option').nth(2).waitFor()
      // The old key does nothing: the new one opens the first dialog, not the second.
      await page.keyboard.press('j')
      await page.keyboard.press('n')
      await opened(page, 'Анна Белова')
      await page.keyboard.press('e')
      await page.keyboard.press('F1')
      const list = page.getByRole('dialog', { name: 'Клавиши' })
      const row = list.locator('dl > div').filter({ hasText: 'Следующий диалог' })
      await row.waitFor()
      assert.equal(await row.locator('kbd').allInnerTexts().then(String), 'N', visit)
      assert.equal(await list.getByText('Закрыть обращение').count(), 0)
      await page.keyboard.press('Escape')
      await list.waitFor({ state: 'detached' })
    }

    await page.goto(`${stage.product.url}/settings/keys`)
    await page.getByRole('button', { name: 'Вернуть: Следующий диалог' }).click()
    await page.getByRole('button', { name: 'Вернуть все клавиши' }).click()
    await page.getByText('Отключена').waitFor({ state: 'detached' })
    await page.goto(`${stage.product.url}/inbox`)
    await page.getByRole('option').nth(2).waitFor()
    await page.keyboard.press('ArrowDown')
    await opened(page, 'Анна Белова')
    await page.keyboard.press('j')
    await opened(page, 'Борис Орлов')
    const decide = page.getByRole('button', { name: 'Ответ не нужен' })
    assert.equal(await decide.getAttribute('aria-keyshortcuts'), 'X')
    assert.equal(await decide.getAttribute('title'), 'Ответ не нужен · X')
    assert.deepEqual(stage.complaints, [])
  })
})
