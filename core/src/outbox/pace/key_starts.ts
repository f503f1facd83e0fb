import { Starts, type SavedStarts } from './starts.ts'

/** Only dialogs with something alive in the window. */
export type SavedKeyStarts = {
  readonly keys?: readonly (readonly [key: string, starts: SavedStarts])[]
  /** What must be assumed of every dialog that isn't named. */
  readonly others?: SavedStarts
}

/** So much of a bucket's dialogs is saved by name, in characters of JSON. */
const namedChars = 4_000
const entryChars = 20
const sweepFrom = 64

type Alive = { readonly key: string; readonly starts: Starts; readonly used: number }

/** One bucket `per: 'key'`: the starts of each dialog. */
export class KeyStarts {
  readonly windowMs: number
  readonly #limit: number
  #lastAt = Number.NEGATIVE_INFINITY
  readonly #keys = new Map<string, Starts>()
  readonly #others: Starts
  #sweepAt = sweepFrom

  constructor(limit: number, windowMs: number) {
    this.#limit = limit
    this.windowMs = windowMs
    this.#others = new Starts(limit, windowMs)
  }

  freeAt(key: string, now: number): number {
    return (this.#keys.get(key) ?? this.#others).freeAt(now)
  }

  add(key: string, now: number): void {
    this.#of(key, now).add(now)
    this.#lastAt = now
  }

  get lastAt(): number {
    return this.#lastAt
  }

  /** Nobody knows which dialogs had a start. */
  addToAll(now: number): void {
    this.#others.add(now)
    for (const starts of this.#keys.values()) starts.add(now)
  }

  take({ keys = [], others = [] }: SavedKeyStarts): this {
    for (const [key, starts] of keys) this.#keys.set(key, this.#fresh().take(starts))
    this.#others.take(others)
    return this
  }

  /** Every dialog by name: for a bucket that takes over, not for storing. */
  all(): SavedKeyStarts {
    return {
      keys: [...this.#keys].map(([key, starts]) => [key, starts.all()] as const),
      others: this.#others.all(),
    }
  }

  /** The busiest dialogs by name, the others as busy as the busiest of them: small, and never too fast. */
  saved(now: number): SavedKeyStarts | undefined {
    this.#sweep(now)
    const alive = [...this.#keys].map(([key, starts]) => ({ key, starts, used: starts.used(now) }))
    const chars = alive.reduce((sum, one) => sum + charsOf(one), 0)
    if (chars > namedChars) alive.sort(byUse)
    let left = namedChars
    const named = alive.filter((one) => (left -= charsOf(one)) >= 0)
    const unnamed = alive.slice(named.length)
    const others = busiest([...unnamed, { starts: this.#others, used: this.#others.used(now) }])
    if (named.length === 0 && others === undefined) return undefined
    const keys = named.map(({ key, starts }) => [key, starts.all()] as const)
    return { ...(keys.length > 0 && { keys }), ...(others !== undefined && { others }) }
  }

  #of(key: string, now: number): Starts {
    const known = this.#keys.get(key)
    if (known !== undefined) return known
    if (this.#keys.size >= this.#sweepAt) this.#sweep(now)
    const made = this.#fresh().take(this.#others.all())
    this.#keys.set(key, made)
    return made
  }

  #fresh(): Starts {
    return new Starts(this.#limit, this.windowMs)
  }

  /** Forgets idle dialogs, each time twice as many are there: a constant price per start. */
  #sweep(now: number): void {
    for (const [key, starts] of this.#keys) if (starts.used(now) === 0) this.#keys.delete(key)
    this.#sweepAt = Math.max(sweepFrom, this.#keys.size * 2)
  }
}

function charsOf({ key, starts }: Alive): number {
  return key.length + starts.size * entryChars
}

function byUse(one: Alive, other: Alive): number {
  return other.used - one.used || other.starts.lastAt - one.starts.lastAt
}

/** One entry that holds as long, and as much, as any of them. */
function busiest(all: readonly Omit<Alive, 'key'>[]): SavedStarts | undefined {
  let [at, count] = [Number.NEGATIVE_INFINITY, 0]
  for (const { starts, used } of all) {
    at = Math.max(at, starts.lastAt)
    count = Math.max(count, used)
  }
  return count === 0 ? undefined : [[at, count]]
}
