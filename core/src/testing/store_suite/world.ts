import { accountId, companyId } from '../../ids.ts'
import type { CompanyId } from '../../ids.ts'
import type { Millis } from '../../json.ts'
import { newCallId } from '../../outbox/call_id.ts'
import { compareRows } from '../../outbox/order.ts'
import type {
  Fence,
  FinishBatch,
  Loaded,
  NewOwner,
  NewRow,
  NodeNo,
  OutboxRow,
  OwnerNo,
  OwnerRecord,
  RowEnd,
  Store,
} from '../../outbox/store.ts'

export type TestFn = (name: string, body: () => Promise<void>) => unknown

export type StoreSuiteOptions<Tx> = {
  readonly test: TestFn
  /** An empty store. */
  open(): Promise<OpenStore<Tx>>
}

export type OpenStore<Tx> = AsyncDisposable & {
  readonly store: Store<Tx>
  /** Lets the store's clock go on. */
  pass(ms: Millis): Promise<void>
}

export const company: CompanyId = companyId('01890000-0000-7000-8000-00000000000a')
export const otherCompany: CompanyId = companyId('01890000-0000-7000-8000-00000000000b')

/** A store with an account that a node holds. */
export type World<Tx> = AsyncDisposable & {
  readonly store: Store<Tx>
  readonly owner: OwnerRecord
  readonly node: NodeNo
  readonly fence: Fence
  pass(ms: Millis): Promise<void>
  enqueue(...rows: readonly Partial<NewRow>[]): Promise<readonly string[]>
  /** Promotes first, as a worker does. */
  load(limit?: number): Promise<readonly OutboxRow[]>
  finish(
    ends: readonly RowEnd[],
    more?: Partial<FinishBatch['owners'][number]>
  ): ReturnType<Store<Tx>['rows']['finish']>
}

export const serves: { readonly plugins: readonly string[]; readonly work: readonly string[] } = {
  plugins: ['test'],
  work: ['hook'],
}
export const longLeaseMs: Millis = 60_000

export async function aWorld<Tx>(options: StoreSuiteOptions<Tx>): Promise<World<Tx>> {
  const opened = await options.open()
  const { store } = opened
  const owner = await store.transaction((tx) => store.owners.create(tx, anAccount()))
  const { node } = await store.leases.open(longLeaseMs)
  const [claim] = await store.leases.claim(node, 10, serves)
  const fence: Fence = { node, owner: owner.no, fence: claim?.fence ?? -1 }
  return {
    store,
    owner,
    node,
    fence,
    pass: (ms) => opened.pass(ms),
    enqueue: (...rows) =>
      store.transaction((tx) => store.rows.enqueue(tx, owner.no, rows.map(aRow))),
    load: async (limit = 100) => (await loadOne(store, owner.no, limit)).rows,
    finish: (ends, more = {}) =>
      store.rows.finish({ node, journals: [], owners: [{ ...aPart(fence), ends, ...more }] }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

export async function loadOne<Tx>(
  store: Store<Tx>,
  owner: OwnerNo,
  limit: number,
  verify: readonly OutboxRow[] = []
): Promise<Loaded> {
  await store.rows.promote()
  const [loaded] = await store.rows.load([{ owner, limit, begun: true, verify }])
  if (loaded === undefined) throw new Error('no answer')
  return { ...loaded, rows: [...loaded.rows].sort(compareRows) }
}

export function aPart(fence: Fence): FinishBatch['owners'][number] {
  return {
    owner: fence.owner,
    fence: fence.fence,
    ends: [],
    then: [],
    commit: [],
    paces: new Map(),
  }
}

export function anAccount(identity?: string): NewOwner {
  return {
    ref: { account: accountId(crypto.randomUUID()) },
    company,
    plugin: 'test',
    settings: new Uint8Array([1, 2, 3]),
    ...(identity !== undefined && { identity: { key: identity, title: identity } }),
  }
}

export function aRow(row: Partial<NewRow>): NewRow {
  return {
    callId: newCallId(),
    lane: 'send',
    key: 'one',
    step: 'send',
    priority: 'operator',
    input: '{}',
    ...row,
  }
}

export function done(row: OutboxRow): RowEnd {
  return { row, to: 'done' }
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
