/** Every state that the tick of one message has shown, also those that last a moment. */
import type { Page } from 'playwright'

declare global {
  interface Window {
    seenStatuses: string[]
  }
}

export async function statusesOf(page: Page, text: string): Promise<() => Promise<string[]>> {
  await page.evaluate((wanted) => {
    window.seenStatuses = []
    const look = (): void => {
      const entry = [...document.querySelectorAll('[data-entry]')].find((one) =>
        one.textContent.includes(wanted)
      )
      const status = entry?.querySelector('[data-status]')?.getAttribute('data-status')
      if (status && window.seenStatuses.at(-1) !== status) window.seenStatuses.push(status)
    }
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
    })
  }, text)
  return () => page.evaluate(() => window.seenStatuses)
}
