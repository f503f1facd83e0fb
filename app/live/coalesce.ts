import type { LiveHint } from '#app/inbox/views'

type Changed = Extract<LiveHint, { type: 'changed' }>

/** A page looks at so many dialogs; a longer list says only that much has changed. */
const mostDialogs = 100

/**
 * One word per company in so many milliseconds, however many commits there are: the first at once, the others together. Hints say only
 * that something changed, so none is lost by joining them.
 */
export class Coalescer {
  readonly #everyMs: (company: string) => number
  readonly #tell: (company: string, hint: Changed) => void
  readonly #waiting = new Map<string, { seq: number; dialogs: Set<string> } | null>()

  constructor(
    everyMs: (company: string) => number,
    tell: (company: string, hint: Changed) => void
  ) {
    this.#everyMs = everyMs
    this.#tell = tell
  }

  changed(company: string, seq: number, dialogs: readonly string[]): void {
    const waiting = this.#waiting.get(company)
    if (waiting === undefined) {
      this.#waiting.set(company, null)
      this.#restart(company)
      this.#send(company, seq, dialogs)
      return
    }
    const joined = waiting ?? { seq: 0, dialogs: new Set<string>() }
    joined.seq = Math.max(joined.seq, seq)
    for (const dialog of dialogs) if (joined.dialogs.size < mostDialogs) joined.dialogs.add(dialog)
    this.#waiting.set(company, joined)
  }

  #restart(company: string): void {
    setTimeout(() => {
      const waiting = this.#waiting.get(company)
      this.#waiting.delete(company)
      if (!waiting) return
      this.#waiting.set(company, null)
      this.#restart(company)
      this.#send(company, waiting.seq, [...waiting.dialogs])
    }, this.#everyMs(company)).unref()
  }

  #send(company: string, seq: number, dialogs: readonly string[]): void {
    this.#tell(company, { type: 'changed', seq, dialogs: dialogs.slice(0, mostDialogs) })
  }
}
