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

/** `losses`: when which process said that its lease was over. Every stop is longer than a lease. */
export function fencesOf(
  records: readonly Recorded[],
  outages: readonly Outage[],
  losses: ReadonlyMap<number, readonly number[]>
): Fenced {
  const byPid = grouped(records, ({ pid }) => pid)
  const late = new Set<Recorded>()
  const unfenced: Recorded[] = []
  for (const { pid, how, from, to } of outages) {
    const own = byPid.get(pid) ?? []
    const said = losses.get(pid) ?? []
    if (how === 'killed' || !hadLease(own, said, from)) continue
    const lostAt = said.find((at) => at >= from) ?? Infinity
    for (const record of own.filter(({ arrivedAt }) => arrivedAt >= to))
      if (record.checkedAt < from) late.add(record)
      else if (record.checkedAt < lostAt) unfenced.push(record)
  }
  return { late, unfenced }
}

/** Whoever had just lost one and was after the next when it was stopped has no old lease to misuse. */
function hadLease(own: readonly Recorded[], said: readonly number[], from: number): boolean {
  const lostBefore = said.filter((at) => at < from).at(-1) ?? -Infinity
  return own.some(({ checkedAt }) => checkedAt > lostBefore && checkedAt < from)
}
