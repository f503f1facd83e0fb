import type { EndpointContext, Json } from '@svyaz/core'
import { seenKey, teamKey, unpack, visitorKey } from '../records.ts'
import type { Line, VisitorRecord } from '../records.ts'
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
): Json {
  const files = line.files?.map((file) => ({
    ...file,
    url: record === undefined ? '' : fileAddress(record, visitor.chat, file, now),
  }))
  return { ...line, ...(files === undefined ? {} : { files }) }
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
): Promise<{ record: VisitorRecord | undefined; hello: { seen: number; email: boolean } }> {
  const found = await ctx.state.get([visitorKey(visitor.chat), seenKey(visitor.chat)])
  const record = unpack<VisitorRecord>(found.get(visitorKey(visitor.chat)))
  const seen = unpack<number>(found.get(seenKey(visitor.chat))) ?? 0
  return { record, hello: { seen, email: record?.email !== undefined } }
}
