import { grouped } from './grouped.ts'
import type { Recorded } from './message.ts'

/** When a process was away. `killed`: for good. */
export type Outage = {
  readonly pid: number
  readonly how: 'killed' | 'stopped'
  readonly from: number
  readonly to: number
}

export type Fenced = {
  /** Past `begin()` when its process was stopped, on the wire after it woke: what no fence can close. */
  readonly late: ReadonlySet<Recorded>
  /** Let go after its process woke and before it knew that the lease was over. */
  readonly unfenced: readonly Recorded[]
}

/** `losses`: when which process said that its lease was over. Stops are longer than the lease, so each must be followed by one. */
export function fencesOf(
  records: readonly Recorded[],
  outages: readonly Outage[],
  losses: ReadonlyMap<number, readonly number[]>
): Fenced {
  const stops = outages.filter(({ how }) => how === 'stopped')
  const byPid = grouped(stops, ({ pid }) => pid)
  const late = new Set<Recorded>()
  const unfenced: Recorded[] = []
  for (const record of records)
    for (const { pid, from, to } of byPid.get(record.pid) ?? []) {
      if (record.arrivedAt < to) continue
      const saidAt = (losses.get(pid) ?? []).find((at) => at >= from) ?? Infinity
      if (record.checkedAt < to) late.add(record)
      else if (record.checkedAt < saidAt) unfenced.push(record)
    }
  return { late, unfenced }
}
