/** The inbox as a person finds it on the screen. */
import type { Locator, Page } from 'playwright'
import { until } from '../../support/until.ts'

export const inbox = {
  row: (page: Page, name: string): Locator => page.getByRole('option').filter({ hasText: name }),
  message: (page: Page, text: string): Locator =>
    page.locator('[data-entry]').filter({ hasText: text }),
  field: (page: Page): Locator => page.getByRole('textbox', { name: 'Напишите ответ' }),

  async open(page: Page, name: string): Promise<void> {
    await inbox.row(page, name).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    // The list waits while the pointer is over it.
    await page.mouse.move(900, 300)
  },

  async write(page: Page, text: string): Promise<void> {
    await inbox.field(page).fill(text)
    await inbox.field(page).press('Enter')
  },

  /** Waits until the tick of a message of ours says so. */
  async status(page: Page, text: string, status: string): Promise<void> {
    await inbox.message(page, text).locator(`[data-status=${status}]`).waitFor()
  },

  /** Texts of all messages in order, as the column shows them. */
  async texts(page: Page): Promise<readonly string[]> {
    return page.locator('[data-entry] span.whitespace-pre-wrap').allInnerTexts()
  },

  async settled(page: Page, texts: readonly string[]): Promise<void> {
    await until(
      async () => JSON.stringify(await inbox.texts(page)) === JSON.stringify(texts),
      `the column to show: ${texts.join(' | ')}`
    )
  },
}

/** The chat's window on a visitor's page. */
export const chat = {
  launch: (page: Page): Locator => page.getByRole('button', { name: /^Открыть чат/ }),
  async write(page: Page, text: string): Promise<void> {
    const field = page.getByRole('textbox', { name: 'Сообщение', exact: true })
    await field.fill(text)
    await field.press('Enter')
  },
}
