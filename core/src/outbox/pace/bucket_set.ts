import type { Bucket } from '../../pacing.ts'
import { bucketId } from './lane_pace.ts'

/** The starts of one bucket, of whatever they are counted by. */
interface Counted<Saved> {
  readonly windowMs: number
  readonly lastAt: number
  take(saved: Saved): unknown
  /** All it knows. */
  all(): Saved
  /** What is to be stored; undefined: nothing counts any more. */
  saved(now: number): Saved | undefined
}

/** The buckets of a lane or an owner, each under what it is. */
export class BucketSet<Saved, Kind extends Counted<Saved>> {
  readonly #make: (limit: number, windowMs: number) => Kind
  #buckets = new Map<string, Kind>()

  constructor(make: (limit: number, windowMs: number) => Kind, saved: ReadonlyMap<string, Saved>) {
    this.#make = make
    for (const [id, starts] of saved) {
      const [limit = 0, windowMs = 0] = id.split('/').map(Number)
      if (!(limit > 0 && windowMs > 0)) continue
      const made = make(limit, windowMs)
      made.take(starts)
      this.#buckets.set(id, made)
    }
  }

  /**
   * A new one begins with what a bucket of its kind knows of the time before: a limit made smaller holds at once. `kin`:
   * those it may follow; default: all.
   */
  of(bucket: Bucket, kin?: readonly Bucket[]): Kind {
    const id = bucketId(bucket)
    const known = this.#buckets.get(id)
    if (known !== undefined) return known
    const made = this.#make(bucket.limit, bucket.windowMs)
    const before = this.#before(id, kin?.map(bucketId))
    if (before !== undefined) made.take(before.all())
    this.#buckets.set(id, made)
    return made
  }

  keepOnly(buckets: readonly Bucket[]): void {
    const ids = new Set(buckets.map(bucketId))
    this.#buckets = new Map([...this.#buckets].filter(([id]) => ids.has(id)))
  }

  saved(now: number): Readonly<Record<string, Saved>> | undefined {
    const saved = [...this.#buckets].flatMap(([id, starts]) => {
      const one = starts.saved(now)
      return one === undefined ? [] : [[id, one] as const]
    })
    return saved.length === 0 ? undefined : Object.fromEntries(saved)
  }

  /** The one that saw the latest start, and of these the one that looks back longest. */
  #before(id: string, kin?: readonly string[]): Kind | undefined {
    return [...this.#buckets]
      .filter(([other]) => kindOf(other) === kindOf(id) && kin?.includes(other) !== false)
      .map(([, starts]) => starts)
      .sort((one, other) => other.lastAt - one.lastAt || other.windowMs - one.windowMs)[0]
  }
}

function kindOf(id: string): string {
  return id.split('/').slice(2).join('/')
}
