import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { Entry, Order } from './order.ts'

export type RowChecksOptions = {
  readonly order: Order
  readonly clock: Pick<Clock, 'monotonic'>
  readonly isPresent: (id: string) => Promise<boolean>
  /** The store has it no more. */
  readonly onGone: (entry: Entry) => void
  /** What waited for an answer may start, or is asked about again. */
  readonly onAnswer: () => void
}

const freshMs: Millis = 1_000
/** So long an answer about one row may take until it is asked again. */
const answerMs: Millis = 5_000

/** What lay in memory for a while may have been cancelled meanwhile, so the store is asked before its turn. */
export class RowChecks {
  readonly #options: RowChecksOptions
  readonly #asked = new Set<Entry>()
  /** Those whose turn it is: they rest until the answer. */
  readonly #waiting = new Set<Entry>()

  constructor(options: RowChecksOptions) {
    this.#options = options
  }

  isOld({ at }: Entry): boolean {
    return this.#options.clock.monotonic() - at > freshMs
  }

  /**
   * Asked before its turn is counted, so that no slow answer makes a crowd; and together with what comes after it, so that
   * a quick lane doesn't stop at every row.
   */
  check(entry: Entry, now: number, next: () => readonly Entry[]): void {
    this.#options.order.rest(entry, now + answerMs)
    this.#waiting.add(entry)
    if (this.#asked.has(entry)) return
    this.#ask(entry)
    for (const one of next()) if (this.isOld(one) && !this.#asked.has(one)) this.#ask(one)
  }

  #ask(entry: Entry): void {
    this.#asked.add(entry)
    this.#options.isPresent(entry.row.id).then(
      (isPresent) => this.#answered(entry, isPresent),
      // The store is away: asked again when its turn comes, or after its rest.
      () => this.#answered(entry, undefined)
    )
  }

  #answered(entry: Entry, isPresent: boolean | undefined): void {
    const { order, clock, onGone, onAnswer } = this.#options
    this.#asked.delete(entry)
    const wasWaiting = this.#waiting.delete(entry)
    const isHere = !entry.running && order.get(entry.row.id) === entry
    if (isHere && isPresent === false) onGone(entry)
    if (isHere && isPresent === true) {
      entry.at = clock.monotonic()
      if (wasWaiting) order.rest(entry, 0)
    }
    if (wasWaiting) onAnswer()
  }
}
