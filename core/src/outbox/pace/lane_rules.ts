import type { Priority } from '../../outgoing.ts'
import type { Bucket, Pacing } from '../../pacing.ts'
import type { BucketSet } from './bucket_set.ts'
import type { KeyStarts, SavedKeyStarts } from './key_starts.ts'
import { quietsOf, type Quiet } from './quiet_hours.ts'
import type { SavedStarts, Starts } from './starts.ts'

export type StartsSet = BucketSet<SavedStarts, Starts>
export type KeyStartsSet = BucketSet<SavedKeyStarts, KeyStarts>

/** Where the starts of each kind of bucket are counted. */
export type Counters = {
  readonly lane: StartsSet
  readonly owner: StartsSet
  readonly keys: KeyStartsSet
}

/** One lane's pacing, taken apart once, so that asking is cheap. */
export type LaneRules = {
  readonly pacing: Pacing
  /** They hold back the whole lane. */
  readonly wide: readonly Starts[]
  /** They hold back rows to groups. */
  readonly groups: readonly Starts[]
  readonly keys: readonly KeyStarts[]
  readonly groupKeys: readonly KeyStarts[]
  readonly quiets: Readonly<Record<Priority, readonly Quiet[]>>
  /** A start leaves something behind that the lane, or the owner, must remember. */
  readonly leavesLane: boolean
  readonly leavesOwner: boolean
  /** Nothing but the lane as a whole holds a row back. */
  readonly isLaneOnly: boolean
}

/** `before`: what the lane had until now; other lanes' buckets are no predecessors of its own. */
export function rulesOf(pacing: Pacing, counters: Counters, before?: Pacing): LaneRules {
  const { buckets = [], quietHours = [], marketingIntervalMs = 0 } = pacing
  const kin = before?.buckets ?? []
  const starts = (which: 'all' | 'groups') =>
    unique(
      buckets
        .filter((one) => one.per !== 'key' && isFor(one, which))
        .map((one) => (one.per === 'owner' ? counters.owner.of(one, kin) : counters.lane.of(one)))
    )
  const keyStarts = (which: 'all' | 'groups') =>
    unique(
      buckets
        .filter((one) => one.per === 'key' && isFor(one, which))
        .map((one) => counters.keys.of(one, kin))
    )
  const [keys, groupKeys, groups] = [keyStarts('all'), keyStarts('groups'), starts('groups')]
  const isLaneOnly =
    marketingIntervalMs === 0 &&
    quietHours.length === 0 &&
    keys.length + groupKeys.length + groups.length === 0
  return {
    pacing,
    wide: starts('all'),
    groups,
    keys,
    groupKeys,
    quiets: {
      operator: quietsOf(quietHours, 'operator'),
      robot: quietsOf(quietHours, 'robot'),
      marketing: quietsOf(quietHours, 'marketing'),
    },
    leavesLane:
      pacing.intervalMs > 0 ||
      marketingIntervalMs > 0 ||
      buckets.some(({ per = 'lane' }) => per === 'lane'),
    leavesOwner: buckets.some(({ per = 'lane' }) => per !== 'lane'),
    isLaneOnly,
  }
}

function isFor({ only }: Bucket, which: 'all' | 'groups'): boolean {
  return only === 'groups' ? which === 'groups' : which === 'all'
}

/** A bucket that is named twice counts once. */
function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)]
}
