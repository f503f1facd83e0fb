/**
 * Reads one folder from its cursor. The cursor moves in the same commit as the letters it covers; a crash in between
 * brings the same letters again, and their ids remove them.
 */
import { type Readable } from 'node:stream'
import type { ImapFlow, MailboxObject } from 'imapflow'
import type { InboundEvent, Outcome } from '@svyaz/core'
import { cursorSchema, encode, keyOf, readOne } from '../state.ts'
import type { Cursor, FolderRole, StateReader } from '../state.ts'
import { cutLetter } from './cut_letter.ts'
import type { LetterPart } from './letter.ts'
import { Memory } from './memory.ts'

const batchLetters = 50
const batchBytes = 10_485_760
/** Up to this a letter is fetched and parsed whole. */
const smallLetter = 2_097_152
const day = 86_400_000

export type LetterHead = {
  readonly uid: number
  readonly size: number
  readonly arrivedAt: number
  readonly seen: boolean
}

/** `parts`: attachments that were left in the mailbox. */
export type Source = { readonly raw: Buffer | Readable; readonly parts?: readonly LetterPart[] }

export type Taken = {
  readonly events: readonly InboundEvent[]
  /** What the mailbox should do with it once it is committed. */
  readonly after?: 'seen' | 'to_sent'
}

export type FolderDeps = {
  readonly role: FolderRole
  readonly state: StateReader
  readonly importDays: number
  /** When the account was connected. */
  readonly connectedAt: number
  now(): number
  /** Parses and judges; never rejects for what a letter holds. No source: it has gone meanwhile. */
  take(
    head: LetterHead,
    source: Source | undefined,
    batch: { memory: Memory; cursor: Cursor }
  ): Promise<Taken>
  /** Above it a letter is taken without its attachments. */
  readonly largest: number
  /** Core's `receive`, patient while the database is away. */
  receive(events: readonly InboundEvent[], also: Outcome): Promise<void>
  /** Flags and moves, best effort. */
  settle(
    done: readonly { readonly uid: number; readonly after: NonNullable<Taken['after']> }[]
  ): Promise<void>
  /** The folder was made anew. */
  onNewValidity(): void
}

/** Takes everything new. The folder must be open on this connection, and nobody else uses it meanwhile. */
export async function readFolder(
  client: ImapFlow,
  deps: FolderDeps,
  signal: AbortSignal
): Promise<void> {
  const mailbox = client.mailbox
  if (mailbox === false) return
  let cursor = await findCursor(client, mailbox, deps)
  for (;;) {
    signal.throwIfAborted()
    const heads = await headsAfter(client, cursor, deps.now())
    if (heads.length === 0) return
    for (const batch of batches(heads)) {
      signal.throwIfAborted()
      cursor = await takeBatch(client, batch, cursor, deps)
    }
  }
}

async function findCursor(
  client: ImapFlow,
  mailbox: MailboxObject,
  deps: FolderDeps
): Promise<Cursor> {
  const stored = await readOne(deps.state, keyOf.cursor(deps.role), cursorSchema)
  const uidValidity = String(mailbox.uidValidity)
  const isSame = stored?.folder === mailbox.path && stored.uidValidity === uidValidity
  if (stored !== undefined && isSame) return stored
  const last = mailbox.uidNext - 1
  const since = sinceWhen(stored?.folder === mailbox.path ? stored : undefined, deps)
  const found = since === undefined ? [] : await uidsSince(client, since)
  const isNew = stored?.folder !== mailbox.path
  if (!isNew) deps.onNewValidity()
  const fresh = stored === undefined ? await uidsSinceLogin(client, deps) : []
  const wanted = [...found, ...fresh]
  const cursor: Cursor = {
    folder: mailbox.path,
    uidValidity,
    lastUid: lowest(wanted, last + 1) - 1,
    lastAt: stored?.lastAt ?? deps.now(),
    historyUntil: isNew ? lowest(fresh, last + 1) - 1 : 0,
  }
  await deps.receive([], { commit: { put: new Map([[keyOf.cursor(deps.role), encode(cursor)]]) } })
  return cursor
}

/** A folder made anew is searched from the day before the last letter; a new account as far back as was asked for. */
function sinceWhen(stored: Cursor | undefined, deps: FolderDeps): Date | undefined {
  if (stored !== undefined) return new Date(stored.lastAt - day)
  return deps.importDays > 0 ? new Date(deps.now() - deps.importDays * day) : undefined
}

/**
 * What came between the login and this first reading, which may be long where the server was away meanwhile. By whole
 * seconds, as servers tell them.
 */
async function uidsSinceLogin(client: ImapFlow, deps: FolderDeps): Promise<readonly number[]> {
  if (deps.role !== 'inbox') return []
  const connectedAt = Math.floor(deps.connectedAt / 1000) * 1000
  const near = await uidsSince(client, new Date(connectedAt - day))
  if (near.length === 0) return []
  const fresh: number[] = []
  const range = `${Math.min(...near)}:*`
  for await (const one of client.fetch(range, { uid: true, internalDate: true }, { uid: true })) {
    if (new Date(one.internalDate ?? 0).getTime() >= connectedAt) fresh.push(one.uid)
  }
  return fresh
}

function lowest(uids: readonly number[], otherwise: number): number {
  return uids.reduce((one, other) => Math.min(one, other), otherwise)
}

async function uidsSince(client: ImapFlow, since: Date): Promise<readonly number[]> {
  const found = await client.search({ since }, { uid: true })
  return Array.isArray(found) ? found : []
}

/** `N:*` beyond the end gives the last letter, since the range is reversed; so what isn't newer is dropped. */
async function headsAfter(
  client: ImapFlow,
  cursor: Cursor,
  now: number
): Promise<readonly LetterHead[]> {
  const found: LetterHead[] = []
  const range = `${cursor.lastUid + 1}:*`
  for await (const one of client.fetch(
    range,
    { uid: true, size: true, internalDate: true, flags: true },
    { uid: true }
  )) {
    if (one.uid <= cursor.lastUid) continue
    found.push({
      uid: one.uid,
      size: one.size ?? 0,
      arrivedAt: arrivalOf(one.internalDate, now),
      seen: one.flags?.has('\\Seen') ?? false,
    })
  }
  return found.sort((a, b) => a.uid - b.uid)
}

/** Never in the future: a folder made anew is searched from the last arrival, and would be left unread. */
function arrivalOf(told: Date | string | undefined, now: number): number {
  const at = new Date(told ?? now).getTime()
  return Number.isNaN(at) ? now : Math.min(at, now)
}

function batches(heads: readonly LetterHead[]): readonly (readonly LetterHead[])[] {
  const all: LetterHead[][] = []
  let bytes = 0
  for (const head of heads) {
    const last = all.at(-1)
    if (last === undefined || last.length >= batchLetters || bytes + head.size > batchBytes) {
      all.push([head])
      bytes = head.size
    } else {
      last.push(head)
      bytes += head.size
    }
  }
  return all
}

async function takeBatch(
  client: ImapFlow,
  heads: readonly LetterHead[],
  cursor: Cursor,
  deps: FolderDeps
): Promise<Cursor> {
  const memory = new Memory(deps.state)
  const sources = await smallSources(client, heads)
  const events: InboundEvent[] = []
  const after: { uid: number; after: NonNullable<Taken['after']> }[] = []
  for (const head of heads) {
    const source = sources.get(head.uid) ?? (await largeSource(client, head, deps.largest))
    const taken = await deps.take(head, source, { memory, cursor })
    events.push(...taken.events)
    if (taken.after !== undefined) after.push({ uid: head.uid, after: taken.after })
  }
  const last = heads.at(-1)
  const next: Cursor = {
    ...cursor,
    lastUid: last?.uid ?? cursor.lastUid,
    lastAt: Math.max(cursor.lastAt, last?.arrivedAt ?? 0),
  }
  memory.put(keyOf.cursor(deps.role), next)
  await deps.receive(events, { commit: memory.change() })
  if (after.length > 0) await deps.settle(after)
  return next
}

/** Fetched together; a command inside a running fetch would wait for ever. */
async function smallSources(
  client: ImapFlow,
  heads: readonly LetterHead[]
): Promise<ReadonlyMap<number, Source>> {
  const small = heads.filter((head) => head.size <= smallLetter).map((head) => head.uid)
  const sources = new Map<number, Source>()
  if (small.length === 0) return sources
  for await (const one of client.fetch(small, { uid: true, source: true }, { uid: true })) {
    if (one.source !== undefined) sources.set(one.uid, { raw: one.source })
  }
  return sources
}

async function largeSource(
  client: ImapFlow,
  head: LetterHead,
  largest: number
): Promise<Source | undefined> {
  if (head.size <= smallLetter) return undefined
  if (head.size > largest) return cutLetter(client, head.uid)
  const download = await client.download(String(head.uid), undefined, { uid: true })
  return download.content === undefined ? undefined : { raw: download.content }
}
