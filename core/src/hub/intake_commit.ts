import type { Clock } from '../clock.ts'
import type { InboundEvent } from '../inbound.ts'
import type { Logger } from '../logger.ts'
import { newCallId } from '../outbox/call_id.ts'
import type { Fence, NewRow, OwnerNo, OwnerRecord, Store } from '../outbox/store.ts'
import type { Cipher } from '../state/cipher.ts'
import { mergeChanges, sealChange } from '../state/encrypted_state.ts'
import type { Planned, StateChange } from '../step.ts'
import { errorName } from './failures.ts'
import type { HubOptions, ReceivedEvent } from './hub.ts'
import type { Received } from './intake.ts'
import { accountOf } from './records.ts'
import { isStoreTrouble } from './store_trouble.ts'
import { accountTopic } from './topics.ts'

export type Committing<Tx> = {
  readonly store: Pick<
    Store<Tx>,
    'transactionAhead' | 'savepoint' | 'state' | 'rows' | 'deadEvents' | 'words'
  >
  readonly cipher: Cipher
  readonly clock: Clock
  readonly log: Logger
  readonly onEvents: HubOptions<Tx>['onEvents']
  lay(owner: OwnerRecord, planned: Planned): { readonly lane: string; readonly input: string }
}

type After = () => void

export type Committed = {
  readonly lost: ReadonlySet<Received>
  /** Before it no sender may be told that its events are taken. */
  readonly durable: Promise<void>
  readonly after: After
}

/**
 * One transaction: events, the plugins' own state, and the rows that follow. `alone`: each event in a savepoint of its
 * own, and what fails there becomes a dead event, so that one bad event blocks nobody.
 */
export async function commitBatch<Tx>(
  batch: readonly Received[],
  committing: Committing<Tx>,
  alone: boolean
): Promise<Committed> {
  const afters: After[] = []
  const lost = new Set<Received>()
  const { durable } = await committing.store.transactionAhead(async (tx) => {
    const live = await holding(batch, lost, committing, tx)
    const events = live.flatMap(eventsOf)
    if (events.length > 0) {
      const told = alone ? eachEvent(events, committing, tx) : allEvents(events, committing, tx)
      afters.push(...(await told))
    }
    await commitState(live, committing, tx)
    await commitRows(live, committing, tx)
  })
  const done = batch.filter((one) => !lost.has(one))
  return { lost, durable, after: () => finish(done, afters, committing) }
}

/** Locks the leases until the commit; those whose fence is old are lost. */
async function holding<Tx>(
  batch: readonly Received[],
  lost: Set<Received>,
  { store }: Committing<Tx>,
  tx: Tx
): Promise<readonly Received[]> {
  const fences = new Map<OwnerNo, Fence>()
  for (const { fence } of batch) {
    if (fence && fence.fence >= (fences.get(fence.owner)?.fence ?? 0))
      fences.set(fence.owner, fence)
  }
  if (fences.size === 0) return batch
  const held = await store.state.hold(tx, [...fences.values()])
  const isLive = ({ fence }: Received) =>
    !fence || (held.has(fence.owner) && fences.get(fence.owner)?.fence === fence.fence)
  for (const one of batch) if (!isLive(one)) lost.add(one)
  return batch.filter(isLive)
}

function eventsOf({ record, events }: Received): readonly ReceivedEvent[] {
  const account = accountOf(record)
  return events.map((event) => ({ ...event, account, company: record.company }))
}

async function allEvents<Tx>(
  events: readonly ReceivedEvent[],
  { onEvents }: Committing<Tx>,
  tx: Tx
): Promise<readonly After[]> {
  const after = await onEvents(events, tx)
  return after ? [after] : []
}

async function eachEvent<Tx>(
  events: readonly ReceivedEvent[],
  committing: Committing<Tx>,
  tx: Tx
): Promise<readonly After[]> {
  const afters: After[] = []
  for (const event of events) {
    try {
      const after = await committing.store.savepoint(tx, () => committing.onEvents([event], tx))
      if (after) afters.push(after)
    } catch (error) {
      if (isStoreTrouble(error)) throw error
      await bury(event, error, committing, tx)
    }
  }
  return afters
}

async function bury<Tx>(
  { account, company, ...event }: ReceivedEvent,
  error: unknown,
  { store, cipher, log }: Committing<Tx>,
  tx: Tx
): Promise<void> {
  log.error(
    { account, company, type: event.type, ...errorName(error) },
    'an event could not be processed'
  )
  await store.deadEvents.add(tx, {
    company,
    account,
    event: cipher.sealJson(event satisfies InboundEvent, { owner: account, key: 'dead event' }),
    error: describe(error),
  })
}

/** For the company's own page of dead events. */
export function describe(error: unknown): string {
  const { code } = errorName(error)
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return `${code === undefined ? '' : `${code} `}${text}`.slice(0, 500)
}

async function commitState<Tx>(
  live: readonly Received[],
  { store, cipher }: Committing<Tx>,
  tx: Tx
): Promise<void> {
  const changes = new Map<string, { one: Received; list: StateChange[] }>()
  for (const one of live) {
    if (!one.also.commit) continue
    const key = `${one.record.no}/${one.fence ? 'owner' : 'door'}`
    const known = changes.get(key) ?? { one, list: [] }
    changes.set(key, known)
    known.list.push(one.also.commit)
  }
  for (const { one, list } of changes.values()) {
    const change = sealChange(mergeChanges(list), cipher, accountOf(one.record))
    await store.state.commitIn(tx, one.fence ?? { door: one.record.no }, change)
  }
}

async function commitRows<Tx>(
  live: readonly Received[],
  committing: Committing<Tx>,
  tx: Tx
): Promise<void> {
  for (const { record, rows } of live) {
    if (rows.length > 0) await committing.store.rows.enqueue(tx, record.no, rows)
  }
}

export function rowOf(
  planned: Planned,
  laid: { readonly lane: string; readonly input: string }
): NewRow {
  return {
    callId: newCallId(),
    lane: laid.lane,
    key: planned.key,
    step: planned.step,
    priority: planned.priority ?? 'robot',
    input: laid.input,
    ...(planned.notBefore === undefined ? {} : { notBefore: planned.notBefore }),
    ...(planned.once === undefined ? {} : { once: planned.once }),
  }
}

function finish<Tx>(
  done: readonly Received[],
  afters: readonly After[],
  committing: Committing<Tx>
): void {
  const topics = new Set<string>()
  for (const { record, also } of done) {
    for (const topic of also.wake ?? []) topics.add(accountTopic(accountOf(record), topic))
  }
  if (topics.size > 0) {
    committing.store.words.tell([...topics].map((topic) => ({ about: 'topic' as const, topic })))
  }
  for (const after of afters) runAfter(after, committing.log)
}

/** The embedder's word after a commit: what it throws must not undo what is done. */
export function runAfter(after: After, log: Logger): void {
  try {
    after()
  } catch (error) {
    log.error(errorName(error), 'a function after the commit failed')
  }
}
