import type { Line } from './types.ts'

/** The lines the page knows, each once, by time. */
export class Timeline {
  readonly #byId = new Map<string, Line>()
  #sorted: readonly Line[] = []
  /** Are there older ones on the server? */
  more = false
  seen = 0

  get lines(): readonly Line[] {
    return this.#sorted
  }

  /** Those that were new. */
  add(lines: readonly Line[]): readonly Line[] {
    const fresh = lines.filter((line) => !this.#byId.has(line.id))
    // A known line again has fresher addresses of its files, the server's time, or other words.
    for (const line of lines) this.#byId.set(line.id, line)
    this.#sorted = [...this.#byId.values()]
      .filter((line) => line.removed !== true)
      .sort((a, b) => a.at - b.at)
    return fresh.filter((line) => line.removed !== true)
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  newestOfOurs(): number {
    return this.#sorted.findLast((line) => line.from === 'us')?.at ?? 0
  }

  unread(after: number): number {
    return this.#sorted.filter((line) => line.from === 'us' && line.at > after).length
  }

  /** When the visitor's first message without an answer was written. */
  waitingSince(): number | undefined {
    const answered = this.newestOfOurs()
    return this.#sorted.find((line) => line.from === 'visitor' && line.at > answered)?.at
  }
}
