import type { PacedRow } from './lane_pace.ts'
import { Line, type PaceState } from './line.ts'

/** What stands before a row in its lane. Dialogs of their own are assumed, no groups. */
export type Ahead = {
  readonly operator: number
  readonly robot: number
  readonly marketing: number
  /** How many of all of them go to people who never wrote. They hold back only rows that do so, too. */
  readonly firstContacts?: number
}

/**
 * When a row may start, if all before it start as early as they may and no call takes long. Never earlier than pacing
 * allows; later by about a bucket's window at most. Infinity: never, by today's settings.
 */
export function estimateStart(state: PaceState, ahead: Ahead, row: PacedRow, now: number): number {
  const line = new Line(state, now)
  const first = row.firstContact === undefined ? 0 : (ahead.firstContacts ?? 0)
  const counts = withoutFirst(ahead, row.priority, first)
  for (const priority of ['operator', 'robot', 'marketing'] as const)
    line.pass({ key: '', priority }, counts[priority])
  if (first > 0) line.pass(row, first)
  return line.reach(row)
}

/** Those who write first are passed by themselves; taken from the row's own priority before others. */
function withoutFirst(
  { operator, robot, marketing }: Ahead,
  own: PacedRow['priority'],
  first: number
): Record<PacedRow['priority'], number> {
  const counts = { operator, robot, marketing }
  let left = first
  for (const priority of [own, 'marketing', 'robot', 'operator'] as const) {
    const taken = Math.min(left, counts[priority])
    counts[priority] -= taken
    left -= taken
  }
  return counts
}
