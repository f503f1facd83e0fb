import type { ChatKey, EndpointContext, Json } from '@svyaz/core'
import { lineKey } from '../lines.ts'
import { isChange, reactionKey, seenKey, teamKey, unpack, visitorKey } from '../records.ts'
import type { Entry, Line, VisitorRecord } from '../records.ts'
import type { Settings } from '../settings.ts'
import type { Visitor } from '../visitor.ts'
import { fileAddress } from './file_address.ts'

type Context = EndpointContext<Settings>

/** A line as the visitor's page gets it: files by addresses that work for him alone. */
export function toWire(
  line: Line,
  visitor: Visitor,
  record: VisitorRecord | undefined,
  now: number
): { readonly [field: string]: Json } {
  const files = line.files?.map((file) => ({
    ...file,
    url: record === undefined ? '' : fileAddress(record, visitor.chat, file, now),
  }))
  return { ...line, ...(files === undefined ? {} : { files }) }
}

/**
 * Entries of the store as the page gets them, in the same order: a change becomes the line as it is now, with the change's
 * own time for the page's cursor. A change whose line has expired says nothing.
 */
export async function wireOf(
  ctx: Context,
  visitor: Visitor,
  entries: readonly Entry[]
): Promise<readonly { readonly entry: Entry; readonly wire: Json }[]> {
  const { chat } = visitor
  const keys = entries.flatMap((entry) => {
    const id = isChange(entry) ? entry.of.id : entry.id
    const own = isChange(entry) ? [lineKey(chat, entry.of)] : []
    return [...own, reactionKey(chat, id, 'us'), reactionKey(chat, id, 'visitor')]
  })
  const found = await ctx.state.get([visitorKey(chat), ...keys])
  const record = unpack<VisitorRecord>(found.get(visitorKey(chat)))
  const now = ctx.clock.now()
  return entries.flatMap((entry) => {
    const line = isChange(entry) ? unpack<Line>(found.get(lineKey(chat, entry.of))) : entry
    if (line === undefined) return []
    const wire = {
      ...toWire(line, visitor, record, now),
      ...reactionsOf(found, chat, line.id),
      ...(isChange(entry) ? { changedAt: entry.at } : {}),
    }
    return [{ entry, wire }]
  })
}

function reactionsOf(
  found: ReadonlyMap<string, Uint8Array>,
  chat: ChatKey,
  line: string
): { readonly reactions?: Json } {
  const of = (by: Line['from']) => unpack<string | null>(found.get(reactionKey(chat, line, by)))
  const [us, visitor] = [of('us'), of('visitor')]
  if (!us && !visitor) return {}
  return { reactions: { ...(us ? { us } : {}), ...(visitor ? { visitor } : {}) } }
}

/** Is anybody there? null: nobody has said, or it isn't to be shown. */
export type Team = { readonly online: boolean | null }

export async function teamOf(ctx: Context): Promise<Team> {
  if (!ctx.account.settings.showOnline) return { online: null }
  const found = await ctx.state.get([teamKey])
  return unpack<Team>(found.get(teamKey)) ?? { online: null }
}

/** What the page must know of its visitor beside the lines. */
export async function standing(
  ctx: Context,
  visitor: Visitor
): Promise<{ seen: number; email: boolean }> {
  const found = await ctx.state.get([visitorKey(visitor.chat), seenKey(visitor.chat)])
  const record = unpack<VisitorRecord>(found.get(visitorKey(visitor.chat)))
  const seen = unpack<number>(found.get(seenKey(visitor.chat))) ?? 0
  return { seen, email: record?.email !== undefined }
}
