import type { FailureData } from '../failure.ts'
import type { Logger } from '../logger.ts'
import type { Planned } from '../step.ts'
import type { Attempt } from './attempt.ts'
import { newCallId } from './call_id.ts'
import type { Executor, Lease, Ran, WorkerHooks } from './executor.ts'
import type { Fate } from './fate.ts'
import type { Written } from './finisher.ts'
import type { Mark } from './marker.ts'
import type { Entry } from './order.ts'
import type { CallEnd } from './outbox.ts'
import type { LanePace, OwnerPace, Saving } from './pace/lane_pace.ts'
import { rowView } from './row_view.ts'
import type { NewRow, OutboxRow, RowEnd, SealedChange } from './store.ts'

/** What the ends of one owner share. */
export type EndingOwner = {
  readonly lease: Lease
  readonly pacer: Saving<OwnerPace>
  readonly now: () => number
  readonly executor: Pick<Executor, 'lay'>
  readonly hooks: Pick<WorkerHooks<never>, 'seal' | 'topic'>
  readonly log: Logger
  readonly onWritten: (ending: Ending, written: Written) => void
}

export type Outcome = Fate | Extract<Attempt, { end: 'done' }>

const nothing: readonly never[] = []

/** Everything that has to be written together with the end of one attempt. */
export class Ending {
  readonly owner: EndingOwner
  readonly entry: Entry
  readonly lane: Saving<LanePace>
  readonly end: RowEnd
  readonly mark: Mark | undefined
  readonly then: readonly NewRow[]
  readonly commit: SealedChange | undefined
  /** Full names of topics to tell. */
  readonly wake: readonly string[]
  readonly failsKey: FailureData | undefined
  readonly #outcome: Outcome

  constructor(
    owner: EndingOwner,
    entry: Entry,
    lane: Saving<LanePace>,
    outcome: Outcome,
    mark: Mark | undefined
  ) {
    this.owner = owner
    this.entry = entry
    this.lane = lane
    this.mark = mark
    this.#outcome = outcome
    if ('ran' in outcome) {
      const { then, commit, wake } = outcome.ran
      const record = owner.lease.owner
      this.end = { row: entry.row, to: 'done' }
      this.then = then?.flatMap((planned) => laid(owner, entry.row, planned)) ?? nothing
      this.commit = commit && owner.hooks.seal(record, commit)
      this.wake = wake?.map((topic) => owner.hooks.topic(record, topic)) ?? nothing
      this.failsKey = undefined
    } else {
      this.end = mark === undefined ? outcome.end : { ...outcome.end, journal: mark.journal }
      this.then = nothing
      this.commit = undefined
      this.wake = nothing
      this.failsKey = outcome.failsKey ? outcome.failure : undefined
    }
  }

  get lease(): Lease {
    return this.owner.lease
  }

  /** Asked for where somebody hears of ends. */
  callEnd(): CallEnd {
    const row = rowView(this.lease.owner, this.end.row)
    const outcome = this.#outcome
    return 'ran' in outcome ? { row, ...doneOf(outcome.ran) } : { row, ...endOf(outcome) }
  }

  written(written: Written): void {
    this.owner.onWritten(this, written)
  }
}

function doneOf({ sent, result }: Ran) {
  return {
    end: 'done' as const,
    ...(sent && { sent }),
    ...(result !== undefined && { result }),
  }
}

function endOf({ end: { to }, failure, nextAt }: Fate) {
  if (to !== 'again') return { end: to, failure }
  return { end: 'waiting' as const, failure, ...(nextAt !== undefined && { nextAt }) }
}

/** The call is done whatever follows: a step that can't be laid is the plugin's mistake, and never undoes it. */
function laid(owner: EndingOwner, row: OutboxRow, planned: Planned): readonly NewRow[] {
  try {
    return [newRow(owner.executor.lay(owner.lease.owner, planned), planned, row)]
  } catch (error) {
    owner.log.error(
      { err: error, row: row.id, step: planned.step },
      'a following step is not valid'
    )
    return []
  }
}

export function newRow(
  laidOut: { readonly lane: string; readonly input: string },
  planned: Planned,
  parent?: OutboxRow
): NewRow {
  const { step, key, notBefore, once } = planned
  return {
    callId: newCallId(),
    lane: laidOut.lane,
    input: laidOut.input,
    step,
    key,
    priority: planned.priority ?? parent?.priority ?? 'robot',
    ...(notBefore !== undefined && { notBefore }),
    ...(once !== undefined && { once }),
    ...(parent?.batch !== undefined && { batch: parent.batch }),
  }
}
