import type { Pacing } from '../../pacing.ts'
import type { PacedRow } from './lane_pace.ts'
import { exactStarts } from './starts.ts'

/** So many starts take so long, again and again, once a long queue of such rows goes as fast as it may. */
export type SteadyRate = { readonly starts: number; readonly ms: number }

/** What the slowest rule leaves, quiet hours and daily caps aside. */
export function steadyRate(pacing: Pacing, { priority, firstContact }: PacedRow): SteadyRate {
  const rates: SteadyRate[] = [{ starts: 1, ms: pacing.intervalMs }]
  if (priority === 'marketing') rates.push({ starts: 1, ms: pacing.marketingIntervalMs ?? 0 })
  const { gapMs = 0, by } = pacing.firstContact ?? {}
  if (firstContact !== undefined && by?.includes(firstContact) !== false)
    rates.push({ starts: 1, ms: gapMs })
  for (const { limit, windowMs, per, only } of pacing.buckets ?? []) {
    if (per === 'key' || only !== undefined) continue
    // Starts that share an entry count as the latest of them.
    const slotMs = limit <= exactStarts ? 0 : windowMs / exactStarts
    rates.push({ starts: limit, ms: windowMs + slotMs })
  }
  return rates.reduce((one, other) => (other.ms / other.starts > one.ms / one.starts ? other : one))
}
