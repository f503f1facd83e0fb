import type { MergeIn, ReceivedEvent, Sql } from '@svyaz/core'
import { storable } from '#app/inbox/to_jsonb'
import { applyChat } from './apply_chat.js'
import { applyMerge } from './apply_merge.js'
import { applyMessage } from './apply_message.js'
import { applyEarly, applyTargeted } from './apply_targeted.js'
import { ChangeList, tell, type Hints } from './changes.js'
import { flush, type Downloads } from './flush.js'
import { at, type Ledger } from './ledger.js'
import { load, loadAnew } from './load.js'
import type { Memory } from './memory.js'
import { remember } from './people.js'
import { claimEvents } from './queries/claim_events.js'
import { lockCompanies, type Lock } from './queries/lock_companies.js'
import { askForReload, writeChanges } from './queries/write_changes.js'
import { together } from './together.js'

export type IntakeParts = {
  /** Asked late: the hub is made with this intake inside. */
  readonly hub: () => Promise<Downloads>
  readonly hints: Hints
  readonly memory: Memory
  readonly now?: () => number
}

export type TakeIn = (events: readonly ReceivedEvent[], tx: Sql) => Promise<void | (() => void)>

/**
 * Batches of received events become rows, in the transaction that acknowledges them: one order per company, a few statements
 * per batch. What it throws makes core try each event alone, and a bad one a dead event.
 */
export function createTakeIn(parts: IntakeParts): TakeIn {
  return async (received, tx) => {
    const now = (parts.now ?? Date.now)()
    const events = received.map(storable)
    const locked = lockCompanies(tx, new Set(events.map(({ company }) => company)))
    if (events.every(({ type }) => type === 'message'))
      return takeMessages(tx, events, locked, parts, now)
    const changes = await takeMixed(tx, events, await locked, parts, now)
    if (changes.reset.size > 0) await askForReload(tx, [...changes.reset])
    return () => {
      for (const company of changes.seqs.keys()) parts.memory.forget(company)
      tell(parts.hints, changes)()
    }
  }
}

/**
 * What nearly every batch is, with few waits: what doesn't need an answer is sent behind the question, and the database
 * takes them in order. So the look-up still sees what the lock has waited for; what was recalled ahead of the lock may
 * have been too old, and then all is read.
 */
async function takeMessages(
  tx: Sql,
  events: readonly ReceivedEvent[],
  locked: Promise<ReadonlyMap<string, Lock>>,
  { hub, hints, memory }: IntakeParts,
  now: number
): Promise<() => void> {
  const [locks, presumed] = await together(locked, load(tx, events, now, memory))
  const isTrue = [...presumed.recalled].every(
    ([company, stamp]) => locks.get(company)?.before === stamp
  )
  const ledger = isTrue ? presumed : await loadAnew(tx, events, presumed)
  const changes = new ChangeList(locks)
  for (const event of events) apply(ledger, event)
  await flush(tx, ledger, changes, hub, () => writeChanges(tx, changes.list(), now))
  return () => {
    memory.keep(ledger, locks)
    tell(hints, changes)()
  }
}

async function takeMixed(
  tx: Sql,
  events: readonly ReceivedEvent[],
  locks: ReadonlyMap<string, Lock>,
  { hub }: IntakeParts,
  now: number
): Promise<ChangeList> {
  const changes = new ChangeList(locks)
  for (const stretch of stretches(await firstTime(tx, events, now))) {
    if (stretch.merge) {
      await applyMerge(tx, stretch.merge, changes, now)
      continue
    }
    const ledger = await load(tx, stretch.events, now)
    for (const event of stretch.events) apply(ledger, event)
    await flush(tx, ledger, changes, hub)
  }
  await writeChanges(tx, changes.list(), now)
  return changes
}

/** Messages are known by their own ids; everything else by the ids of events. */
async function firstTime(
  tx: Sql,
  events: readonly ReceivedEvent[],
  now: number
): Promise<readonly ReceivedEvent[]> {
  const named = events.filter(({ type }) => type !== 'message')
  const claimed = new Set(await claimEvents(tx, named, now))
  return events.filter((event) => event.type === 'message' || claimed.has(event))
}

type Stretch =
  | { readonly merge: MergeIn & Pick<ReceivedEvent, 'account' | 'company'> }
  | { readonly merge?: undefined; readonly events: ReceivedEvent[] }

/** A merge moves rows in the database, so what comes before it is written first. */
function stretches(events: readonly ReceivedEvent[]): readonly Stretch[] {
  const all: Stretch[] = []
  for (const event of events) {
    const last = all.at(-1)
    if (event.type === 'merge') all.push({ merge: event })
    else if (last && !last.merge) last.events.push(event)
    else all.push({ events: [event] })
  }
  return all
}

function apply(ledger: Ledger, event: ReceivedEvent): void {
  switch (event.type) {
    case 'message':
      applyMessage(ledger, event)
      applyEarly(ledger, at(event.account, event.id))
      return
    case 'edit':
    case 'deletion':
    case 'reaction':
    case 'status':
      return applyTargeted(ledger, event)
    case 'contact': {
      remember(ledger, event, event.source === 'history')
      return
    }
    case 'chat':
      return applyChat(ledger, event)
    case 'merge':
      throw new Error('E_MERGE: a merge is applied alone')
    default:
      event satisfies never
      throw new TypeError('E_EVENT: an event of no known type')
  }
}
