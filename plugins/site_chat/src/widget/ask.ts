import type { Api } from './api.ts'
import type { Texts } from './texts.ts'

/** When to ask for an e-mail: after a wait without an answer, or at once when nobody is there. */
export class Asker {
  card: HTMLElement | undefined
  readonly #api: Api
  readonly #texts: Texts
  readonly #afterMs: number
  readonly #onChange: () => void
  #wanted: boolean
  #timer: ReturnType<typeof setTimeout> | undefined
  /** By this computer's clock, which may be far from the server's. */
  #waiting = { since: 0, seenAt: 0 }

  constructor(api: Api, texts: Texts, afterMs: number, onChange: () => void) {
    this.#api = api
    this.#texts = texts
    this.#afterMs = afterMs
    this.#onChange = onChange
    this.#wanted = afterMs > 0
  }

  /** The address is known, or not wished to be left. */
  stop(): void {
    this.#wanted = false
  }

  /** since: when the first message without an answer was written. */
  plan(since: number | undefined, away: boolean): void {
    clearTimeout(this.#timer)
    if (since === undefined) this.card = undefined
    if (!this.#wanted || since === undefined) return
    if (this.#waiting.since !== since) this.#waiting = { since, seenAt: Date.now() }
    const waitMs = away ? 0 : Math.max(0, this.#waiting.seenAt + this.#afterMs - Date.now())
    this.#timer = setTimeout(() => void this.#ask(away).catch(() => undefined), waitMs)
  }

  /** Most visitors are answered before: the card is loaded when it is needed. */
  async #ask(away: boolean): Promise<void> {
    const { askCard } = await import('./ask_card.ts')
    if (this.card !== undefined || !this.#wanted) return
    this.card = askCard(this.#texts, away, {
      leave: async (about) => {
        await this.#api.post('contact', about)
        this.stop()
      },
      later: () => {
        this.stop()
        this.card = undefined
        this.#onChange()
      },
    })
    this.#onChange()
  }
}
