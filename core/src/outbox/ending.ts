import type { FailureData } from '../failure.ts'
import type { Logger } from '../logger.ts'
import type { Planned } from '../step.ts'
import type { Attempt } from './attempt.ts'
import { newCallId } from './call_id.ts'
import type { Executor, Lease, Ran, WorkerHooks } from './executor.ts'
import type { Fate } from './fate.ts'
import type { Ending } from './finisher.ts'
import type { CallEnd } from './outbox.ts'
import { rowView } from './row_view.ts'
import type { LanePace, NewRow, OutboxRow, OwnerRecord } from './store.ts'

export type EndingInput<Tx> = {
  readonly lease: Lease
  readonly row: OutboxRow
  readonly outcome: Fate | Extract<Attempt, { end: 'done' }>
  readonly executor: Pick<Executor, 'lay'>
  readonly hooks: Pick<WorkerHooks<Tx>, 'seal' | 'topic'>
  readonly log: Logger
  readonly pace: () => LanePace
}

/** Everything that has to be written together with the end of one attempt. */
export function endingOf<Tx>(input: EndingInput<Tx>): Ending {
  const { lease, row, outcome, pace } = input
  const { owner, fence } = lease
  const about = { fence, owner, pace }
  const view = rowView(owner, row)
  if ('end' in outcome && outcome.end === 'done')
    return { ...about, ...doneParts(input, owner, outcome.ran, { row: view, end: 'done' }) }
  const { end, failure, nextAt, failsKey } = outcome
  return {
    ...about,
    end,
    callEnd: { row: view, ...callEndOf(end.to, failure, nextAt) },
    then: [],
    wake: [],
    ...(failsKey && { failsKey: failure }),
  }
}

function doneParts<Tx>(
  { row, executor, hooks, log }: EndingInput<Tx>,
  owner: OwnerRecord,
  ran: Ran,
  callEnd: Extract<CallEnd, { end: 'done' }>
): Pick<Ending, 'end' | 'callEnd' | 'then' | 'commit' | 'wake'> {
  const { outcome, sent, result } = ran
  return {
    end: { row, to: 'done' },
    callEnd: { ...callEnd, ...(sent && { sent }), ...(result !== undefined && { result }) },
    then: (outcome.then ?? []).flatMap((planned) => laid(executor, owner, row, planned, log)),
    ...(outcome.commit && { commit: hooks.seal(owner, outcome.commit) }),
    wake: (outcome.wake ?? []).map((topic) => hooks.topic(owner, topic)),
  }
}

/** The call is done whatever follows: a step that can't be laid is the plugin's mistake, and never undoes it. */
function laid(
  executor: Pick<Executor, 'lay'>,
  owner: OwnerRecord,
  parent: OutboxRow,
  planned: Planned,
  log: Logger
): readonly NewRow[] {
  try {
    return [newRow(executor.lay(owner, planned), planned, parent)]
  } catch (error) {
    log.error({ err: error, row: parent.id, step: planned.step }, 'a following step is not valid')
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

function callEndOf(to: 'failed' | 'uncertain' | 'again', failure: FailureData, nextAt?: number) {
  if (to !== 'again') return { end: to, failure }
  return { end: 'waiting' as const, failure, ...(nextAt !== undefined && { nextAt }) }
}
