import type { Pacing } from '@svyaz/core'
import { grouped } from './grouped.ts'
import { pacingOf, type Kind } from './kinds.ts'
import type { Recorded } from './message.ts'

/** By how much a lane was ahead of its pace at worst, in milliseconds; 0 or less: never. */
export type Pace = { readonly lane: string; readonly aheadMs: number }

/** Of all lanes that have a pace, the worst first. Every request counts, also refused and repeated ones. */
export function pacesOf(records: readonly Recorded[]): readonly Pace[] {
  const byLane = grouped(records, ({ owner, lane }) => `${owner}/${lane}`)
  return [...byLane]
    .map(([lane, sent]) => {
      const [kind = '', , name = ''] = lane.split('/')
      const starts = sent.map(({ at }) => at).sort((a, b) => a - b)
      return { lane, aheadMs: aheadOf(starts, pacingOf(kind as Kind, name)) }
    })
    .filter(({ aheadMs }) => aheadMs > -Infinity)
    .sort((a, b) => b.aheadMs - a.aheadMs)
}

/** `starts` rising. -Infinity: too few to say, or no pace at all. */
export function aheadOf(starts: readonly number[], pacing: Pacing): number {
  const buckets = (pacing.buckets ?? []).map(({ limit, windowMs }) =>
    // One more than the limit never lies within a window, wherever it begins.
    Math.max(-Infinity, ...starts.slice(limit).map((at, n) => windowMs - (at - (starts[n] ?? 0))))
  )
  return Math.max(aheadOfInterval(starts, pacing.intervalMs), ...buckets)
}

/** Over every stretch of starts, not only from one to the next: what is a little fast adds up. */
function aheadOfInterval(starts: readonly number[], intervalMs: number): number {
  if (intervalMs === 0) return -Infinity
  let ahead = -Infinity
  let behind = -Infinity
  for (const [n, at] of starts.entries()) {
    const scheduled = at - n * intervalMs
    ahead = Math.max(ahead, behind - scheduled)
    behind = Math.max(behind, scheduled)
  }
  return ahead
}
