import { createOutbox } from '../outbox/create_outbox.ts'
import type { Lease, Worker, WorkerHooks } from '../outbox/executor.ts'
import type { CallEnd, Outbox } from '../outbox/outbox.ts'
import type { OwnerNo } from '../outbox/store.ts'
import { createWorker } from '../outbox/worker.ts'
import { sealChange } from '../state/encrypted_state.ts'
import type { Doors } from './endpoint_token.ts'
import { createExecutor } from './executor.ts'
import { noSession } from './failures.ts'
import { createIntake, type Intake } from './intake.ts'
import { Life, type LifeParts } from './life.ts'
import type { Parts } from './parts.ts'
import { accountOf } from './records.ts'
import type { Shapes } from './shape.ts'
import { createStateWriter, type StateWriter } from './state_writer.ts'
import { aborted } from './supervisor.ts'
import { accountTopic } from './topics.ts'

export type RuntimeParts<Tx> = Parts<Tx> & {
  readonly shapes: Shapes
  readonly doors: Doors
  readonly roles: ReadonlySet<'sessions' | 'lanes'>
}

/** What runs on this node: the worker, and the accounts it holds. */
export interface Runtime<Tx> {
  readonly intake: Intake
  readonly outbox: Outbox<Tx>
  readonly worker: Worker
  readonly states: StateWriter
  /** The installation's settings of a plugin changed. */
  restart(plugin: string): void
}

export function createRuntime<Tx>(parts: RuntimeParts<Tx>): Runtime<Tx> {
  const { store, clock, log, options } = parts
  const lives = new Map<OwnerNo, Life<Tx>>()
  const executor = createExecutor({
    ...parts,
    session: (owner) => lives.get(owner.no)?.supervisor.session,
    traffic: (owner) => lives.get(owner.no)?.supervisor.traffic(),
    receive: async (owner, events) => {
      const life = lives.get(owner.no)
      if (!life) throw noSession()
      await life.receive(events)
    },
  })
  const intake = createIntake({
    store,
    cipher: parts.cipher,
    clock,
    log,
    onEvents: (events, tx) => options.onEvents(events, tx),
    lay: (owner, planned) => executor.lay(owner, planned),
  })
  const states = createStateWriter({
    owners: store.owners,
    clock,
    log,
    onState: (account, company, state) => options.onState?.(account, company, state),
  })
  const hooks = createHooks({ ...parts, intake, states }, lives)
  const { leaseMs, callsAtOnce } = options
  const worker = createWorker({
    store,
    executor,
    hooks,
    clock,
    log,
    ...(leaseMs === undefined ? {} : { leaseMs }),
    ...(callsAtOnce === undefined ? {} : { callsAtOnce }),
  })
  return {
    intake,
    states,
    outbox: createOutbox({ store, executor, hooks, clock, meters: () => worker.meters() }),
    worker,
    restart(plugin) {
      for (const life of lives.values()) if (life.plugin === plugin) life.supervisor.restart()
    },
  }
}

function createHooks<Tx>(parts: LifeParts<Tx>, lives: Map<OwnerNo, Life<Tx>>): WorkerHooks<Tx> {
  const onLease = async (lease: Lease) => {
    if (!('account' in lease.owner.ref)) return aborted(lease.signal)
    const life = new Life(parts, lease)
    lives.set(lease.owner.no, life)
    try {
      await life.live()
    } finally {
      if (lives.get(lease.owner.no) === life) lives.delete(lease.owner.no)
    }
  }
  return {
    onLease,
    onOwnerChanged(lease) {
      parts.records.forget(lease.owner.no)
      lives.get(lease.owner.no)?.ownerChanged()
    },
    // Absent where nobody hears of ends: a batch is then one statement.
    ...(parts.options.onEnds && {
      onEnds: async (ends: readonly CallEnd[], tx: Tx) => parts.options.onEnds?.(ends, tx),
    }),
    onOwnerFailure: (lease, failure) => lives.get(lease.owner.no)?.supervisor.callFailed(failure),
    seal: (owner, change) => sealChange(change, parts.cipher, sealedId(owner)),
    topic: (owner, topic) =>
      'account' in owner.ref ? accountTopic(accountOf(owner), topic) : `work/${topic}`,
  }
}

/** Work of the app's own has no account; its kind and id are as unique. */
function sealedId({ ref }: Lease['owner']): string {
  return 'account' in ref ? ref.account : `${ref.work}/${ref.id}`
}
