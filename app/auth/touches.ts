/** A session is remembered for a month after its last visit, and nobody can tell minutes of that. */
const everyMs = 10 * 60 * 1000
const mostKept = 10_000

/** Which sessions were prolonged lately by this process: a row written by every request would cost as much as the rest of it. */
export class Touches {
  readonly #at = new Map<string, number>()

  isDue(session: string, now: number): boolean {
    const last = this.#at.get(session)
    if (last !== undefined && now - last < everyMs) return false
    if (this.#at.size >= mostKept) this.#at.clear()
    this.#at.set(session, now)
    return true
  }
}
