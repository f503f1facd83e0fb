import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { OwnerNo } from './store.ts'

/** What a node gives away when others have joined, so that all hold the same in the end. */
export interface Balance<Runner> {
  /** Those to give now, a part at a time. `surplus`: how many more than its share the node holds. */
  toGive(runners: ReadonlyMap<OwnerNo, Runner>, surplus: number): readonly Runner[]
  /** So long what becomes free is left to the others. */
  readonly yieldsMs: Millis
  /** It has become this node's: again, if nobody else wanted it. */
  taken(owner: OwnerNo): void
}

/** Longer than anybody takes to notice: at the slowest, by looking once a second. */
const yieldMs: Millis = 2_000
/** Nobody took it: the other nodes may not know its plugin, or be stuck. */
const inVainMs: Millis = 10 * 60_000
const soonMs: Millis = 5_000
/** A share that is a little uneven is no reason to close sessions. */
const tolerated = (share: number) => Math.max(1, share / 8)
const partOf = (surplus: number) => Math.ceil(surplus / 4)

export function createBalance<Runner>(clock: Pick<Clock, 'monotonic'>): Balance<Runner> {
  let given: ReadonlySet<OwnerNo> = new Set()
  let yieldsUntil = -Infinity
  let restsUntil = -Infinity
  return {
    toGive: (runners, surplus) => {
      const now = clock.monotonic()
      if (now < restsUntil || surplus <= tolerated(runners.size - surplus)) return []
      const held = [...runners]
      const count = partOf(surplus)
      // From everywhere: neighbours by number are often of one company, and as busy as each other.
      const chosen = Array.from(
        { length: count },
        (_, index) => held[Math.floor((index * held.length) / count)]
      ).filter((one) => one !== undefined)
      given = new Set(chosen.map(([owner]) => owner))
      yieldsUntil = now + yieldMs
      return chosen.map(([, runner]) => runner)
    },
    get yieldsMs() {
      return Math.max(yieldsUntil - clock.monotonic(), 0)
    },
    taken: (owner) => {
      const now = clock.monotonic()
      if (given.has(owner) && now < yieldsUntil + soonMs) restsUntil = now + inVainMs
    },
  }
}
