/** Starts that still lie in a window: how many by when, oldest first. */
export type SavedStarts = readonly (readonly [at: number, count: number])[]

/** Up to here every start is remembered by itself; above, starts close together share an entry, so a pace stays small. */
export const exactStarts = 20

/** The starts that count in one bucket: at most `limit` in any `windowMs`, wherever it begins. */
export class Starts {
  readonly limit: number
  readonly windowMs: number
  readonly #slotMs: number
  readonly #at: number[] = []
  readonly #count: number[] = []
  #used = 0

  constructor(limit: number, windowMs: number) {
    this.limit = limit
    this.windowMs = windowMs
    this.#slotMs = limit <= exactStarts ? 0 : windowMs / exactStarts
  }

  /** When another start fits, at the earliest. Not later than `now`: it fits at once. */
  freeAt(now: number): number {
    this.#forget(now)
    let used = this.#used
    if (used < this.limit) return now
    for (const [index, at] of this.#at.entries()) {
      used -= this.#count[index] ?? 0
      if (used < this.limit) return at + this.windowMs
    }
    return now + this.windowMs
  }

  add(now: number, count = 1): void {
    this.#forget(now)
    const last = this.#at.length - 1
    const lastAt = this.#at[last]
    // A clock that went back must not disorder them.
    const at = lastAt === undefined ? now : Math.max(now, lastAt)
    if (lastAt !== undefined && this.#sameSlot(lastAt, at)) {
      this.#at[last] = at
      this.#count[last] = (this.#count[last] ?? 0) + count
    } else {
      this.#at.push(at)
      this.#count.push(count)
    }
    this.#used += count
  }

  /** Adds what was remembered elsewhere, of another bucket perhaps. */
  take(saved: SavedStarts): this {
    for (const [at, count] of saved) this.add(at, count)
    return this
  }

  all(): SavedStarts {
    return this.#at.map((at, index) => [at, this.#count[index] ?? 0] as const)
  }

  /** What still counts; undefined: nothing does. */
  saved(now: number): SavedStarts | undefined {
    return this.used(now) === 0 ? undefined : this.all()
  }

  /** How many still count. */
  used(now: number): number {
    this.#forget(now)
    return this.#used
  }

  /** Entries, not starts. */
  get size(): number {
    return this.#at.length
  }

  get lastAt(): number {
    return this.#at.at(-1) ?? Number.NEGATIVE_INFINITY
  }

  #forget(now: number): void {
    for (let at = this.#at[0]; at !== undefined && at + this.windowMs <= now; at = this.#at[0]) {
      this.#used -= this.#count[0] ?? 0
      this.#at.shift()
      this.#count.shift()
    }
  }

  #sameSlot(at: number, now: number): boolean {
    if (this.#slotMs === 0) return at === now
    return Math.floor(at / this.#slotMs) === Math.floor(now / this.#slotMs)
  }
}
