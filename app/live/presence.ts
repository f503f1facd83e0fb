/** A reload closes a stream and opens another: nobody has left. */
const graceMs = 5000

/** Who of a company looks at the product just now, by open streams of this node. */
export class Presence {
  readonly #streams = new Map<string, Set<string>>()
  readonly #leaving = new Map<string, NodeJS.Timeout>()
  readonly #changed: (company: string, online: boolean) => void
  readonly #graceMs: number

  constructor(changed: (company: string, online: boolean) => void, grace = graceMs) {
    this.#changed = changed
    this.#graceMs = grace
  }

  isOnline(company: string): boolean {
    return this.#streams.has(company)
  }

  came(company: string, stream: string): void {
    clearTimeout(this.#leaving.get(company))
    this.#leaving.delete(company)
    const streams = this.#streams.get(company)
    if (streams) {
      streams.add(stream)
      return
    }
    this.#streams.set(company, new Set([stream]))
    this.#changed(company, true)
  }

  left(stream: string): void {
    for (const [company, streams] of this.#streams) {
      if (!streams.delete(stream) || streams.size > 0) continue
      const timer = setTimeout(() => this.#empty(company), this.#graceMs)
      this.#leaving.set(company, timer.unref())
    }
  }

  #empty(company: string): void {
    this.#leaving.delete(company)
    if (this.#streams.get(company)?.size !== 0) return
    this.#streams.delete(company)
    this.#changed(company, false)
  }
}
