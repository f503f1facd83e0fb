import {
  accountId,
  companyId,
  Failure,
  silentLogger,
  type CallEnd,
  type Clock,
  type CompanyId,
  type FailureKind,
  type Found,
  type Json,
  type Outbox,
  type Pacing,
  type Pause,
  type Planned,
  type Store,
} from '@svyaz/core'
import type {
  Executor,
  Lease,
  Ran,
  RowPlan,
  Worker,
  WorkerHooks,
} from '../../src/outbox/executor.ts'
import { newCallId } from '../../src/outbox/call_id.ts'
import { createOutbox } from '../../src/outbox/create_outbox.ts'
import { createWorker } from '../../src/outbox/worker.ts'
import type { NewOwner, NewRow, OutboxRow, OwnerRecord } from '../../src/outbox/store.ts'

/** A platform that remembers what it was told, and a worker in front of it. */

export type WorldStep = {
  run?(call: Parameters<RowPlan['run']>[0], row: OutboxRow): Promise<Partial<Ran> | void>
  reconcile?(call: Parameters<RowPlan['run']>[0], row: OutboxRow): Promise<Found<Ran>>
  idempotent?: RowPlan['idempotent']
  ifUnknown?: RowPlan['ifUnknown']
  deadlineMs?: number
}

export type WorldOptions<Tx> = {
  store: Store<Tx>
  clock: Clock
  leaseMs?: number
  /** By lane; default: no limit but one at a time. */
  pacing?: { [lane: string]: Pacing }
  steps?: { [name: string]: WorldStep }
  onEnds?: WorkerHooks<Tx>['onEnds']
  onOwnerFailure?: WorkerHooks<Tx>['onOwnerFailure']
  /** What reached the platform; give the same list to two workers to see both. */
  sent?: Sent[]
}

export type Sent = { input: Json; key: string; callId: string; at: number; attempt: number }

export type World<Tx> = {
  readonly sent: Sent[]
  readonly ends: CallEnd[]
  readonly leases: Lease[]
  readonly worker: Worker
  newWorker(): Worker
  readonly outbox: Outbox<Tx>
  /** What the platform saw, as inputs in order. */
  inputs(): Json[]
  endsOf(input: Json): CallEnd['end'][]
  account(): Promise<OwnerRecord>
  enqueue(owner: OwnerRecord, rows: readonly ValueRow[]): Promise<readonly string[]>
}

export type ValueRow = Partial<NewRow> & { value: Json }

export function outboxWorld<Tx>(options: WorldOptions<Tx>): World<Tx> {
  const { store, clock } = options
  const sent = options.sent ?? []
  const ends: CallEnd[] = []
  const leases: Lease[] = []
  const send: WorldStep = {}
  const steps: { [name: string]: WorldStep } = { send, ...options.steps }

  const executor: Executor = {
    serves: () => ({ plugins: ['test'], work: ['test'] }),
    pacing: (_owner, lane) => options.pacing?.[lane] ?? { intervalMs: 0 },
    lay: (_owner, planned) => ({ lane: laneOf(planned), input: JSON.stringify(planned.input) }),
    plan: (_owner, row) => {
      const definition = steps[row.step]
      if (definition === undefined) return undefined
      return {
        idempotent: definition.idempotent ?? false,
        ifUnknown: definition.ifUnknown ?? 'ask',
        judge: () => undefined,
        ...(definition.deadlineMs !== undefined && { deadlineMs: definition.deadlineMs }),
        ...(definition.reconcile && {
          reconcile: async (call) => (await definition.reconcile?.(call, row)) ?? 'unknown',
        }),
        run: async (call) => {
          if (definition.run) {
            const ran = await definition.run(call, row)
            return ran ?? {}
          }
          await call.begin()
          sent.push(sentOf(row, call.attempt, clock))
          return {}
        },
      }
    },
  }
  const hooks: WorkerHooks<Tx> = {
    onLease: async (lease) => {
      leases.push(lease)
      lease.gate(true)
      await new Promise<void>((resolve) => {
        lease.signal.addEventListener('abort', () => resolve(), { once: true })
      })
    },
    onEnds: async (batch, tx) => {
      const after = await options.onEnds?.(batch, tx)
      return () => {
        ends.push(...batch)
        after?.()
      }
    },
    onOwnerFailure: options.onOwnerFailure ?? (() => {}),
    seal: (_owner, change) => ({
      put: change.put ?? new Map(),
      remove: change.remove ?? [],
      ...(change.expires && { expires: change.expires }),
    }),
    topic: (owner, topic) => `${owner.no}/${topic}`,
  }
  const newWorker = () =>
    createWorker({
      store,
      executor,
      hooks,
      clock,
      log: silentLogger,
      ...(options.leaseMs !== undefined && { leaseMs: options.leaseMs }),
    })
  const worker = newWorker()

  return {
    sent,
    ends,
    leases,
    worker,
    newWorker,
    outbox: createOutbox({ store, executor, hooks, clock, meters: () => worker.meters() }),
    inputs: () => sent.map(({ input }) => input),
    endsOf: (input) => ends.filter(({ row }) => row.input === input).map(({ end }) => end),
    account: () => store.transaction((tx) => store.owners.create(tx, newAccount())),
    enqueue: (owner, rows) =>
      store.transaction((tx) => store.rows.enqueue(tx, owner.no, rows.map(aRow))),
  }
}

export const company: CompanyId = companyId('01890000-0000-7000-8000-000000000001')

export function newAccount(identity?: string): NewOwner {
  return {
    ref: { account: accountId(crypto.randomUUID()) },
    company,
    plugin: 'test',
    settings: new Uint8Array([1, 2, 3]),
    ...(identity !== undefined && { identity: { key: identity, title: identity } }),
  }
}

export function aRow({ value, ...row }: ValueRow): NewRow {
  return {
    callId: newCallId(),
    lane: 'send',
    key: 'one',
    step: 'send',
    priority: 'operator',
    input: JSON.stringify(value),
    ...row,
  }
}

export function aFailure(kind: FailureKind, more: { pause?: Pause } = {}): Failure {
  return new Failure(kind, {
    code: 'E_TEST',
    reason: { ru: 'Проверка', en: 'A test' },
    ...(more.pause && { pause: more.pause }),
  })
}

export function sentOf(row: OutboxRow, attempt: number, clock: Clock): Sent {
  const input = JSON.parse(row.input) as Json
  return { input, key: row.key, callId: row.callId, at: clock.now(), attempt }
}

function laneOf(planned: Planned): string {
  return planned.step.startsWith('media') ? 'media' : 'send'
}
