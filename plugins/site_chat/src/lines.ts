import type { ChatKey, EncryptedState } from '@svyaz/core'
import { isChange, storedKey, unpack } from './records.ts'
import type { Entry, Line } from './records.ts'

/** Keys hold the time backwards, so that reading in order of keys gives the newest line first. */
const endOfTime = 9_999_999_999_999
/**
 * A line may be committed a little later than one with a higher time (another node, a slow commit); readers look again
 * at so much before their cursor and drop what they know.
 */
const overlapMs = 30_000
const pageOf = 50

type Reading = Pick<EncryptedState, 'list'>

const prefix = (chat: ChatKey): string => `door/v/${chat}/`
const backwards = (at: number): string => String(endOfTime - at).padStart(13, '0')

export function lineKey(chat: ChatKey, line: Pick<Entry, 'at' | 'id'>): string {
  return `${prefix(chat)}${backwards(line.at)}.${line.id}`
}

async function* newestFirst(
  state: Reading,
  chat: ChatKey,
  limit: number,
  before?: number
): AsyncIterable<Entry> {
  // '~' sorts behind every id: the line of `before` itself is left out too.
  const after = before === undefined ? {} : { after: `${prefix(chat)}${backwards(before)}~` }
  for await (const [, value] of state.list(prefix(chat), { ...after, limit })) {
    const entry = unpack<Entry>(value)
    if (entry !== undefined) yield entry
  }
}

/** A line by its id, unless it has gone. */
export async function findLine(
  state: Pick<EncryptedState, 'get'>,
  chat: ChatKey,
  id: string
): Promise<Line | undefined> {
  const pointer = storedKey(chat, id)
  const at = unpack<number>((await state.get([pointer])).get(pointer))
  if (at === undefined) return undefined
  const key = lineKey(chat, { id, at })
  const line = unpack<Line>((await state.get([key])).get(key))
  return line?.removed === true ? undefined : line
}

/** The last lines before `before` as they stand now, oldest first; `more`: there are older ones. */
export async function lastLines(
  state: Reading,
  chat: ChatKey,
  before?: number
): Promise<{ lines: readonly Line[]; more: boolean }> {
  const lines: Line[] = []
  let from = before
  while (lines.length <= pageOf) {
    let read = 0
    for await (const entry of newestFirst(state, chat, pageOf + 1, from)) {
      read += 1
      from = entry.at
      if (!isChange(entry) && entry.removed !== true) lines.push(entry)
    }
    if (read <= pageOf) break
  }
  lines.splice(pageOf + 1)
  return { lines: lines.slice(0, pageOf).reverse(), more: lines.length > pageOf }
}

/** Everything after the cursor, changes of older lines included, oldest first, with the overlap; `limit` bounds a visitor who was long away. */
export async function linesSince(
  state: Reading,
  chat: ChatKey,
  cursor: number,
  limit = 1000
): Promise<readonly Entry[]> {
  const found: Entry[] = []
  let before: number | undefined
  while (found.length < limit) {
    const page: Entry[] = []
    const size = before === undefined ? 10 : 100
    for await (const line of newestFirst(state, chat, size, before)) page.push(line)
    const fresh = page.filter((line) => line.at > cursor - overlapMs)
    found.push(...fresh)
    if (fresh.length < size) break
    before = page.at(-1)?.at
  }
  return found.reverse()
}

/** The time for a new line: now, but after everything there is. */
export async function nextAt(state: Reading, chat: ChatKey, now: number): Promise<number> {
  for await (const line of newestFirst(state, chat, 1)) return Math.max(now, line.at + 1)
  return now
}
