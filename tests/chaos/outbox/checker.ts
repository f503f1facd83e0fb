import { grouped } from './grouped.ts'
import { lineOf, nameOf, type Recorded } from './message.ts'

export type Evidence = {
  /** Names of all that must be shown. */
  readonly expected: ReadonlySet<string>
  /** In the order of arrival. */
  readonly records: readonly Recorded[]
  /** What no fence can close: it may come twice, and after its successors. */
  readonly late: ReadonlySet<Recorded>
  /** Call ids that a person had sent again, long after their turn. */
  readonly sentAgain: ReadonlySet<string>
}

export type Verdict = {
  /** Shown, each once. */
  readonly shown: number
  readonly lost: readonly string[]
  /** Shown, and nobody had enqueued it. */
  readonly strange: readonly string[]
  readonly doubled: readonly string[]
  /** Twice because of a late one. */
  readonly doubledLate: readonly string[]
  readonly disordered: readonly string[]
  /** Before their date. */
  readonly early: readonly string[]
}

export function verdictOf({ expected, records, late, sentAgain }: Evidence): Verdict {
  const shown = records.filter(({ answer }) => answer === 'taken')
  const byName = grouped(shown, nameOf)
  const doubled = [...byName].filter(([, times]) => times.length > 1)
  const isLate = ([, times]: readonly [string, readonly Recorded[]]) =>
    times.some((record) => late.has(record))
  const namesOf = (found: readonly (readonly [string, unknown])[]) => found.map(([name]) => name)
  const first = [...byName.values()].flatMap(([record]) => record ?? [])
  const inTurn = first.filter((record) => !late.has(record) && !sentAgain.has(record.callId))
  return {
    shown: byName.size,
    lost: [...expected].filter((name) => !byName.has(name)),
    strange: [...byName.keys()].filter((name) => !expected.has(name)),
    doubled: namesOf(doubled.filter((one) => !isLate(one))),
    doubledLate: namesOf(doubled.filter(isLate)),
    disordered: disorderedOf(inTurn),
    early: first.filter(({ due, at }) => due !== null && at < due).map(nameOf),
  }
}

/** What is to be seen of one name: who sent it when, and when it came. */
export function storyOf(records: readonly Recorded[], name: string): string {
  const times = records.filter((record) => nameOf(record) === name)
  const told = times.map(
    ({ mode, attempt, pid, at, checkedAt, arrivedAt, answer }) =>
      `${mode} ${String(attempt)} of ${String(pid)} at ${String(at)} checked +${String(checkedAt - at)} arrived +${String(arrivedAt - at)} ${answer}`
  )
  return `${name}: ${told.join('; ')}`
}

/** Within a dialog and priority by number, a parent before what it hands on; each as it arrived. */
function disorderedOf(shown: readonly Recorded[]): readonly string[] {
  const last = new Map<string, Recorded>()
  const disordered: string[] = []
  for (const record of shown) {
    // A date is a turn of its own.
    if (record.due !== null) continue
    const before = last.get(lineOf(record))
    if (before !== undefined && !isAfter(record, before)) disordered.push(nameOf(record))
    else last.set(lineOf(record), record)
  }
  return disordered
}

function isAfter(one: Recorded, other: Recorded): boolean {
  return one.number > other.number || (one.number === other.number && one.part > other.part)
}
