import type { ChatKey, FileKind, Json, MediaRef } from '@svyaz/core'

/**
 * What the plugin stores, and under which key. Everything is under `door/`, where endpoints may write: each record is
 * written whole, the last write wins, so that what changes together lies in one and what doesn't in another.
 */

/** How long lines, files and visitors stay after they were written. */
export const keptMs: number = 90 * 24 * 3600_000

/** One message as the visitor's page shows it. */
export type Line = {
  readonly id: string
  /** Epoch milliseconds, rising within a chat: also the cursor. */
  readonly at: number
  readonly from: 'us' | 'visitor'
  readonly author?: string
  readonly text?: string
  readonly quote?: string
  readonly files?: readonly LineFile[]
  /** When its words were last changed. */
  readonly edited?: number
  /** Taken back: nothing of it is left but its place. */
  readonly removed?: true
}
/** Says in the order of lines that one of them is another now: a page that was away learns it by its cursor. */
export type Change = {
  readonly id: string
  readonly at: number
  readonly of: Pick<Line, 'id' | 'at'>
}
export type Entry = Line | Change

export function isChange(entry: Entry): entry is Change {
  return 'of' in entry
}

export type LineFile = {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
  readonly as: FileKind
}
export type StoredFile = LineFile & { readonly media: MediaRef }

/** Without our name for it in the media store, which is nobody's business. */
export function shownFile({ id, name, mime, bytes, as }: StoredFile): LineFile {
  return { id, name, mime, bytes, as }
}

/** fileKey: signs addresses of this visitor's files. */
export type VisitorRecord = {
  readonly since: number
  readonly fileKey: string
  readonly name?: string
  readonly email?: string
}
/** How much a visitor has written lately, for the flood limits; the page he wrote from last. */
export type Activity = {
  readonly lastAt: number
  readonly minute: Count
  readonly day: Count
  readonly page?: string
}
export type Count = { readonly from: number; readonly n: number }
/** Up to which of our lines (their `at`) the visitor has been served, and has looked. */
export type Marks = { readonly delivered: number; readonly read: number }

export const teamKey = 'door/team'
export const visitorKey = (chat: ChatKey): string => `door/c/${chat}`
export const activityKey = (chat: ChatKey): string => `door/f/${chat}`
/** How many files he has sent today. */
export const filesKey = (chat: ChatKey): string => `door/g/${chat}`
export const marksKey = (chat: ChatKey): string => `door/r/${chat}`
/** Up to when an operator has read. */
export const seenKey = (chat: ChatKey): string => `door/s/${chat}`
export const fileKey = (chat: ChatKey, file: string): string => `door/a/${chat}/${file}`
/** Who reacted to a line: each has a record of his own, since both may at the same moment. Holds the emoji, or null. */
export const reactionKey = (chat: ChatKey, line: string, by: Line['from']): string =>
  `door/e/${chat}/${line}.${by}`
/** Says that a line of this id is stored: its `at`. */
export const storedKey = (chat: ChatKey, id: string): string => `door/i/${chat}/${id}`

/** Topics. Of a chat: something is new in it. Of the team: somebody came or all went. */
export const chatTopic = (chat: ChatKey): string => `v/${chat}`
export const teamTopic = 'team'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function pack(value: Json): Uint8Array {
  return encoder.encode(JSON.stringify(value))
}

/** What we packed ourselves under this key: the type is the writer's. */
export function unpack<T>(bytes: Uint8Array | undefined): T | undefined {
  return bytes === undefined ? undefined : (JSON.parse(decoder.decode(bytes)) as T)
}
