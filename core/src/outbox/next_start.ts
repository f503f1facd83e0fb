import type { Priority } from '../outgoing.ts'
import type { Bucket, Pacing } from '../pacing.ts'
import type { BucketPace, LanePace } from './store.ts'

/** Up to here every start is remembered by itself; above, starts close together share an entry, so a pace stays small. */
const exactStarts = 20

/** When may the next call of this lane start, at the earliest? Pure; times in epoch milliseconds. */
export function nextStart(pacing: Pacing, pace: LanePace, priority: Priority, now: number): number {
  const interval =
    priority === 'marketing' ? (pacing.marketingIntervalMs ?? pacing.intervalMs) : pacing.intervalMs
  const byInterval = pace.lastStartAt === undefined ? now : pace.lastStartAt + interval
  const byBuckets = (pacing.buckets ?? []).map((bucket, index) =>
    freeAt(bucket, pace.buckets?.[index] ?? [], now)
  )
  return Math.max(now, byInterval, pace.pausedUntil ?? 0, ...byBuckets)
}

/** The pace after `count` calls that start now. */
export function afterStart(pacing: Pacing, pace: LanePace, now: number, count = 1): LanePace {
  const buckets = (pacing.buckets ?? []).map((bucket, index) =>
    withStart(bucket, pace.buckets?.[index] ?? [], now, count)
  )
  return { ...pace, lastStartAt: now, ...(buckets.length > 0 && { buckets }) }
}

/** The holder died: as many calls as could be under way may have started after its last write. */
export function afterCrash(pacing: Pacing, pace: LanePace, now: number): LanePace {
  return afterStart(pacing, pace, now, pacing.concurrency ?? 1)
}

/** Never shortens a pause that is there. */
export function withPause(pace: LanePace, until: number): LanePace {
  return { ...pace, pausedUntil: Math.max(until, pace.pausedUntil ?? 0) }
}

/** A start leaves the window `windowMs` after it, so at most `limit` lie in any window, wherever it begins. */
function freeAt(bucket: Bucket, starts: BucketPace, now: number): number {
  const alive = starts.filter(([at]) => at + bucket.windowMs > now)
  let used = alive.reduce((sum, [, count]) => sum + count, 0)
  for (const [at, count] of alive) {
    if (used < bucket.limit) return now
    used -= count
    if (used < bucket.limit) return at + bucket.windowMs
  }
  return now
}

function withStart(bucket: Bucket, starts: BucketPace, now: number, count: number): BucketPace {
  const alive = starts.filter(([at]) => at + bucket.windowMs > now)
  const last = alive.at(-1)
  const slot = bucket.limit <= exactStarts ? 0 : bucket.windowMs / exactStarts
  const shares = last !== undefined && slot > 0 && sameSlot(last[0], now, slot)
  return shares ? [...alive.slice(0, -1), [now, last[1] + count]] : [...alive, [now, count]]
}

function sameSlot(at: number, now: number, slot: number): boolean {
  return Math.floor(at / slot) === Math.floor(now / slot)
}
