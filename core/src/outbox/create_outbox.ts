import { Failure, type FailureData } from '../failure.ts'
import { callUncertain } from './call_failures.ts'
import { newRow } from './ending.ts'
import type { Executor, WorkerHooks } from './executor.ts'
import type { CallEnd, Decision, Outbox } from './outbox.ts'
import { rowView } from './row_view.ts'
import type { EndedRow, OutboxRow, Store } from './store.ts'

export type OutboxOptions<Tx> = {
  readonly store: Store<Tx>
  readonly executor: Pick<Executor, 'lay'>
  readonly hooks: Pick<WorkerHooks<Tx>, 'onEnds'>
}

/** What people and the app do to rows, each in the caller's transaction. */
export function createOutbox<Tx>({ store, executor, hooks }: OutboxOptions<Tx>): Outbox<Tx> {
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

  return {
    enqueue: async (tx, company, ref, steps) => {
      const owner = await store.owners.ensure({ company, ref, settings: new Uint8Array() })
      const rows = steps.map((planned) => newRow(executor.lay(owner, planned), planned))
      return store.rows.enqueue(tx, owner.no, rows)
    },
    cancel: async (tx, ids) => {
      const rows = await store.rows.cancel(tx, ids)
      await tell(tx, rows, () => ({ end: 'cancelled' }))
      return rows.map(({ id }) => id)
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

type EndWithoutRow =
  | { readonly end: 'done' }
  | { readonly end: 'cancelled' }
  | { readonly end: 'failed'; readonly failure: FailureData }

function notUncertain(): Failure {
  return new Failure('rejected', {
    code: 'E_CALL_SETTLED',
    reason: {
      ru: 'Решать больше нечего: это отправление уже завершено или решение принято. Обновите страницу.',
      en: 'There is nothing left to decide: this call has ended or somebody decided already. Reload the page.',
    },
  })
}
