/**
 * One visitor's writes go one after the other on this node: his order is kept, and his counters are read and written
 * without a race. `undefined` when too many wait already.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()
  readonly #waiting = new Map<string, number>()
  readonly #most: number

  constructor(most = 30) {
    this.#most = most
  }

  take<T>(key: string, work: () => Promise<T>): Promise<T> | undefined {
    const waiting = this.#waiting.get(key) ?? 0
    if (waiting >= this.#most) return undefined
    this.#waiting.set(key, waiting + 1)
    const before = this.#last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#last.set(key, mine)
    const done = () => {
      const left = (this.#waiting.get(key) ?? 1) - 1
      if (left > 0) {
        this.#waiting.set(key, left)
        return
      }
      this.#waiting.delete(key)
      this.#last.delete(key)
    }
    mine.then(done, done)
    return mine
  }
}
