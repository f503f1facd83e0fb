import { BucketSet } from './bucket_set.ts'
import { KeyStarts, type SavedKeyStarts } from './key_starts.ts'
import type { OwnerPace, OwnerPacer, OwnerPacing } from './lane_pace.ts'
import { PacedLane, type Shared } from './lane_pacer.ts'
import { Starts, type SavedStarts } from './starts.ts'

/**
 * So many characters of rests are stored, the longest ones. A dialog asked to rest stays behind its first row, which
 * knows by itself when to go on; so what is left out is hardly missed.
 */
const restChars = 4_000

export function createOwnerPacer(saved: OwnerPace | undefined, owner: OwnerPacing): OwnerPacer {
  const rests = new Map(saved?.rests)
  const buckets = new BucketSet<SavedStarts, Starts>(
    (limit, windowMs) => new Starts(limit, windowMs),
    new Map(Object.entries(saved?.buckets ?? {}))
  )
  const keyBuckets = new BucketSet<SavedKeyStarts, KeyStarts>(
    (limit, windowMs) => new KeyStarts(limit, windowMs),
    new Map(Object.entries(saved?.keyBuckets ?? {}))
  )
  let changes = 0
  let storedChanges = 0
  let timeZone = owner.timeZone
  const touched = () => {
    changes++
  }
  const shared: Shared = {
    since: owner.since,
    get timeZone() {
      return timeZone
    },
    owner: buckets,
    keys: keyBuckets,
    rests,
    touched,
  }
  const lanes = new Map<string, PacedLane>()

  return {
    lane(name, pacing, pace) {
      const known = lanes.get(name)
      if (known !== undefined) return known
      const made = new PacedLane(shared, pacing, pace)
      lanes.set(name, made)
      return made
    },
    restKey(key, until) {
      rests.set(key, Math.max(until, rests.get(key) ?? 0))
      touched()
    },
    keyRestsUntil: (key) => rests.get(key) ?? 0,
    setTimeZone(zone) {
      timeZone = zone
    },
    saved(now) {
      for (const [key, until] of rests) if (until <= now) rests.delete(key)
      const [ofOwner, ofKeys] = [buckets.saved(now), keyBuckets.saved(now)]
      const pace: OwnerPace = {
        ...(ofOwner !== undefined && { buckets: ofOwner }),
        ...(ofKeys !== undefined && { keyBuckets: ofKeys }),
        ...(rests.size > 0 && { rests: longest(rests) }),
      }
      return Object.keys(pace).length === 0 ? undefined : pace
    },
    get changes() {
      return changes
    },
    stored(count) {
      storedChanges = count
    },
    get isDirty() {
      return changes !== storedChanges
    },
  }
}

function longest(rests: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  let left = restChars
  return [...rests]
    .sort(([, one], [, other]) => other - one)
    .filter(([key]) => (left -= key.length + 20) >= 0)
}
