import { Failure, type FailureData } from '../failure.ts'
import { callUncertain } from './call_failures.ts'
import { newRow } from './ending.ts'
import type { Executor, WorkerHooks } from './executor.ts'
import type { Clock } from '../clock.ts'
import type { CompanyId } from '../ids.ts'
import type { CallEnd, Decision, Outbox, Pausable, WorkerMeters } from './outbox.ts'
import { createViews } from './queue_views.ts'
import { rowView } from './row_view.ts'
import type { EndedRow, OutboxRow, PauseTarget, Store } from './store.ts'
import { ownerGone } from './store_failures.ts'

export type OutboxOptions<Tx> = {
  readonly store: Store<Tx>
  readonly executor: Pick<Executor, 'lay' | 'pacing'>
  readonly hooks: Pick<WorkerHooks<Tx>, 'onEnds'>
  readonly clock: Pick<Clock, 'now'>
  readonly meters: () => WorkerMeters
}

/** What people and the app do to rows, each in the caller's transaction. */
export function createOutbox<Tx>({
  store,
  executor,
  hooks,
  clock,
  meters,
}: OutboxOptions<Tx>): Outbox<Tx> {
  const tell = async (
    tx: Tx,
    rows: readonly OutboxRow[],
    end: (row: OutboxRow) => EndWithoutRow
  ) => {
    if (rows.length === 0) return
    const refs = await store.owners.refs(
      tx,
      rows.map(({ owner }) => owner)
    )
    const ends = rows.flatMap((row): readonly CallEnd[] => {
      const owner = refs.get(row.owner)
      return owner === undefined ? [] : [{ row: rowView(owner, row), ...end(row) }]
    })
    const after = await hooks.onEnds?.(ends, tx)
    if (after) store.afterCommit(tx, after)
  }
  const decide = async (tx: Tx, row: EndedRow, decision: Decision) => {
    switch (decision) {
      case 'was_sent':
        await store.rows.drop(tx, [row.id])
        return tell(tx, [row], () => ({ end: 'done' }))
      case 'send_again':
        await store.rows.requeue(tx, [row.id])
        return
      case 'give_up':
        await store.rows.giveUp(tx, [row.id])
        return tell(tx, [row], () => ({
          end: 'failed',
          failure: row.failure ?? callUncertain().data,
        }))
    }
  }

  const cancel = async (tx: Tx, ids: readonly string[]) => {
    const rows = await store.rows.cancel(tx, ids)
    await tell(tx, rows, () => ({ end: 'cancelled' }))
    return rows.map(({ id }) => id)
  }
  const target = async (company: CompanyId, what: Pausable): Promise<PauseTarget> => {
    if ('batch' in what) return what
    const owner = await store.owners.get(what.owner)
    if (owner?.company !== company) throw ownerGone()
    return { owner: owner.no, ...(what.lane !== undefined && { lane: what.lane }) }
  }

  return {
    ...createViews({ store, executor, clock, meters }),
    enqueue: async (tx, company, ref, steps) => {
      const owner = await store.owners.ensure({ company, ref, settings: new Uint8Array() })
      const rows = steps.map((planned) => newRow(executor.lay(owner, planned), planned))
      return store.rows.enqueue(tx, owner.no, rows)
    },
    cancel,
    cancelBatch: async (tx, company, batch) => {
      for (let count = 0; ;) {
        const ids = await store.rows.ofBatch(tx, company, batch, cancelledAtOnce)
        const cancelled = await cancel(tx, ids)
        if (cancelled.length === 0) return count
        count += cancelled.length
      }
    },
    pause: async (tx, company, what, until) => {
      if (until !== undefined && !Number.isFinite(until)) throw badDate()
      await store.rows.pause(tx, company, await target(company, what), until)
    },
    resume: async (tx, company, what) => {
      await store.rows.resume(tx, company, await target(company, what))
    },
    decide: async (tx, id, decision) => {
      const [row] = await store.rows.ended(tx, [id])
      if (row?.state !== 'uncertain') throw notUncertain()
      await decide(tx, row, decision)
    },
    requeue: async (tx, ids) => {
      const failed = (await store.rows.ended(tx, ids)).filter(({ state }) => state === 'failed')
      const rows = await store.rows.requeue(
        tx,
        failed.map(({ id }) => id)
      )
      return rows.length
    },
  }
}

/** Each brings its end to the embedder, so a group of a million goes in parts. */
const cancelledAtOnce = 5_000

type EndWithoutRow =
  | { readonly end: 'done' }
  | { readonly end: 'cancelled' }
  | { readonly end: 'failed'; readonly failure: FailureData }

function badDate(): Failure {
  return new Failure('rejected', {
    code: 'E_PAUSE_END',
    reason: {
      ru: 'Конец паузы указан неверно. Укажите дату или оставьте паузу без конца.',
      en: 'The end of the pause is not a date. Give one, or leave the pause without an end.',
    },
  })
}

function notUncertain(): Failure {
  return new Failure('rejected', {
    code: 'E_CALL_SETTLED',
    reason: {
      ru: 'Решать больше нечего: это отправление уже завершено или решение принято. Обновите страницу.',
      en: 'There is nothing left to decide: this call has ended or somebody decided already. Reload the page.',
    },
  })
}
