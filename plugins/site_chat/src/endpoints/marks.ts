import { z } from 'zod'
import { externalId } from '@svyaz/core'
import type { Endpoint, StatusIn } from '@svyaz/core'
import { linesSince } from '../lines.ts'
import { isChange, marksKey, unpack } from '../records.ts'
import type { Line, Marks } from '../records.ts'
import type { Settings } from '../settings.ts'
import { noContent, parseBody } from './answer.ts'
import { Putting } from './known.ts'
import { inTurn, visitorPage } from './visit.ts'
import type { Shared, Visit } from './visit.ts'

const at = z.int().min(0).max(9_999_999_999_999).default(0)
const bodyShape = z.object({ delivered: at, read: at })

/**
 * The page says up to which line it has received and shown ours. Said by the page, not guessed from an open socket:
 * bytes on their way to a sleeping phone are not delivered.
 */
export function marksEndpoint(shared: Shared): Endpoint<Settings> {
  const mount = { path: '/marks', method: 'POST', maxBytes: 1024, perMinute: 600 } as const
  return visitorPage(shared, mount, async (visit) => {
    const said = parseBody(visit.body, bodyShape)
    await inTurn(visit, 'write', () => mark(visit, said))
    return noContent()
  })
}

async function mark(visit: Visit, said: Marks): Promise<void> {
  const { ctx, visitor } = visit
  const key = marksKey(visitor.chat)
  const before = unpack<Marks>((await ctx.state.get([key])).get(key)) ?? { delivered: 0, read: 0 }
  const wanted = {
    delivered: Math.max(before.delivered, said.delivered, said.read),
    read: Math.max(before.read, said.read),
  }
  if (wanted.delivered === before.delivered && wanted.read === before.read) return
  const lines = await linesSince(ctx.state, visitor.chat, Math.min(before.delivered, before.read))
  const ours = lines.filter(
    (line): line is Line => !isChange(line) && line.from === 'us' && line.removed !== true
  )
  const newest = ours.at(-1)?.at ?? 0
  // Nothing that doesn't exist yet can be marked.
  const marks = {
    delivered: Math.min(wanted.delivered, Math.max(newest, before.delivered)),
    read: Math.min(wanted.read, Math.max(newest, before.read)),
  }
  const now = ctx.clock.now()
  const events = ours.flatMap((line) => [
    ...statusOf(line, 'delivered', before.delivered, marks.delivered, now),
    ...statusOf(line, 'read', before.read, marks.read, now),
  ])
  if (events.length === 0) return
  await ctx.receive(events, { commit: new Putting(now).add(key, marks) })
}

function statusOf(
  line: Line,
  status: 'delivered' | 'read',
  from: number,
  to: number,
  now: number
): readonly StatusIn[] {
  if (line.at <= from || line.at > to) return []
  const eventId = `${status}.${line.id}`
  return [{ type: 'status', eventId, at: now, target: { id: externalId(line.id) }, status }]
}
