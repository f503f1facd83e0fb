/** What a page would have shown and played. */
import type { BrowserContext, Page } from 'playwright'

type Seen = {
  readonly title: string
  readonly body: string
  readonly tag: string
  closed: boolean
}

declare global {
  interface Window {
    notices: (Seen & { readonly box: EventTarget })[]
    rings: number
  }
}

/**
 * Called before pages are opened. The sound is the browser's own, counted. Notices stand in for the browser's: without a
 * desktop Chromium refuses them whatever is granted (`Notification.permission` stays "denied"), so the page has a class of
 * the same shape that keeps what it was given.
 */
export async function watchAlerts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.notices = []
    window.rings = 0
    class Shown extends EventTarget {
      static readonly permission = 'granted'
      static readonly requestPermission = () => Promise.resolve('granted')
      onclick: (() => void) | null = null
      onclose: (() => void) | null = null
      readonly #seen: Window['notices'][number]

      constructor(title: string, { body = '', tag = '' }: NotificationOptions = {}) {
        super()
        this.addEventListener('click', () => this.onclick?.())
        // As the browser does: a tag has one notice.
        for (const notice of window.notices) if (notice.tag === tag) notice.closed = true
        this.#seen = { title, body, tag, closed: false, box: this }
        window.notices.push(this.#seen)
      }

      close(): void {
        this.#seen.closed = true
        setTimeout(() => this.onclose?.())
      }
    }
    Object.defineProperty(window, 'Notification', { value: Shown })
    window.AudioContext = class extends AudioContext {
      override createOscillator(): OscillatorNode {
        window.rings++
        return super.createOscillator()
      }
    }
  })
}

/** Until the part that speaks, which comes after the first picture, has its place among the tabs. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    const names = [...held, ...pending].map(({ name }) => name)
    return names.some((name) => name?.startsWith('svyaz-alerts-'))
  })
}

/** In the order they were shown, tab by tab. */
export async function noticesOf(...pages: readonly Page[]): Promise<readonly Seen[]> {
  const all = await Promise.all(
    pages.map((page) =>
      page.evaluate(() =>
        window.notices.map(({ title, body, tag, closed }) => ({ title, body, tag, closed }))
      )
    )
  )
  return all.flat()
}

/** Of those that still stand. */
export const titlesOf = async (...pages: readonly Page[]): Promise<readonly string[]> =>
  (await noticesOf(...pages)).filter(({ closed }) => !closed).map(({ title }) => title)

/** A sound is two notes. */
export const soundsOf = async (page: Page): Promise<number> =>
  (await page.evaluate(() => window.rings)) / 2
