import { memoryViews } from './views.ts'
import { systemClock, type Clock } from '../../clock.ts'
import type { Store } from '../store.ts'
import { memoryLeases } from './leases.ts'
import { memoryOwners } from './owners.ts'
import { memoryRows } from './rows.ts'
import { memoryDeadEvents, memoryState } from './states.ts'
import { createTables } from './tables.ts'

/** Everything in this process, nothing kept: for embedding without a database and for tests. */
export function memoryStore(options: { readonly clock?: Clock } = {}): Store<undefined> {
  const tables = createTables(options.clock ?? systemClock)
  const { transactions, listeners } = tables
  return {
    transaction: (body) => transactions.run(() => body(undefined)),
    transactionAhead: async (body) => ({
      value: await transactions.run(() => body(undefined)),
      durable: Promise.resolve(),
    }),
    savepoint: (_tx, body) => transactions.savepoint(body),
    afterCommit: (_tx, run) => transactions.afterCommit(run),
    committed: () => {},
    rolledBack: () => {},
    leases: memoryLeases(tables),
    owners: memoryOwners(tables),
    rows: memoryRows(tables),
    views: memoryViews(tables),
    state: memoryState(tables),
    deadEvents: memoryDeadEvents(tables),
    words: {
      lookMs: 5_000,
      tell: (words) => {
        for (const word of words) listeners.tell(word)
      },
      hear: (listener) => listeners.hear(listener),
    },
    close: async () => {},
  }
}
