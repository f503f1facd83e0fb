import type { Clock } from '../../clock.ts'
import type { CompanyId } from '../../ids.ts'
import type { StoredPause } from '../lane_records.ts'
import { createListeners, type Listeners } from '../words.ts'
import type {
  DeadEvent,
  EndedRow,
  Fence,
  NodeNo,
  OutboxRow,
  OwnerNo,
  OwnerRecord,
} from '../store.ts'
import type { LanePace, OwnerPace } from '../pace/lane_pace.ts'
import { createTransactions, type Table, type Transactions } from './transactions.ts'

export type OwnerEntry = OwnerRecord & {
  readonly node: NodeNo | undefined
  readonly fence: number
  readonly afterCrash: boolean
  readonly paces: ReadonlyMap<string, LanePace>
  readonly ownerPace?: OwnerPace
}

/** `owner` 0: a group, over all owners of the company. */
export type TablePause = StoredPause & { readonly company: CompanyId }

export type StateValue = { readonly value: Uint8Array; readonly expires?: number }

/** What PostgreSQL keeps in its tables. */
export type Tables = {
  readonly clock: Clock
  readonly transactions: Transactions
  readonly listeners: Listeners
  readonly nodes: Table<NodeNo, { readonly until: number }>
  readonly owners: Table<OwnerNo, OwnerEntry>
  readonly rows: Table<string, OutboxRow>
  /** Rows whose date hasn't come. */
  readonly pauses: Table<string, TablePause>
  readonly later: Table<string, true>
  readonly begun: Table<string, { readonly node: NodeNo; readonly at: number }>
  readonly ended: Table<string, EndedRow>
  readonly once: Table<string, { readonly id: string; readonly at: number }>
  readonly state: Table<OwnerNo, ReadonlyMap<string, StateValue>>
  readonly deadEvents: Table<string, DeadEvent>
  readonly instances: Table<string, Uint8Array>
  next(): number
}

export function createTables(clock: Clock): Tables {
  const transactions = createTransactions()
  let counter = 0
  return {
    clock,
    transactions,
    listeners: createListeners(),
    nodes: transactions.table(),
    owners: transactions.table(),
    rows: transactions.table(),
    pauses: transactions.table(),
    later: transactions.table(),
    begun: transactions.table(),
    ended: transactions.table(),
    once: transactions.table(),
    state: transactions.table(),
    deadEvents: transactions.table(),
    instances: transactions.table(),
    next: () => ++counter,
  }
}

export function holds(tables: Tables, fence: Fence): boolean {
  const owner = tables.owners.get(fence.owner)
  return tables.nodes.has(fence.node) && owner?.node === fence.node && owner.fence === fence.fence
}
