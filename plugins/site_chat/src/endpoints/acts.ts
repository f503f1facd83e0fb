import { z } from 'zod'
import { externalId, isEmoji } from '@svyaz/core'
import type { Endpoint, InboundEvent, Millis } from '@svyaz/core'
import { removing } from '../acts.ts'
import { findLine, lineKey } from '../lines.ts'
import { problems } from '../problem.ts'
import { activityKey, chatTopic, reactionKey, unpack } from '../records.ts'
import type { Change, Line } from '../records.ts'
import type { Settings } from '../settings.ts'
import { noContent, parseBody } from './answer.ts'
import { Putting, knownVisitor } from './known.ts'
import { counted, textLimit } from './messages.ts'
import { inTurn, visitorPage } from './visit.ts'
import type { Shared, Visit } from './visit.ts'

/** So long a visitor may change or take back what he wrote. */
export const changeWithinMs: Millis = 15 * 60_000

const id = z.string().min(1).max(100)
const edition = z.object({ id, text: z.string() })
const removal = z.object({ id })
const reaction = z.object({ id, emoji: z.string().max(64).refine(isEmoji).nullable() })

/** What a visitor does to messages that are there: his own, and by a reaction to ours. A repeat changes nothing. */
export function actEndpoints(shared: Shared): readonly Endpoint<Settings>[] {
  return [
    act(shared, '/edit', edition, edit),
    act(shared, '/remove', removal, remove),
    act(shared, '/react', reaction, react),
  ]
}

function act<Body>(
  shared: Shared,
  path: `/${string}`,
  shape: z.ZodType<Body>,
  perform: (visit: Visit, body: Body) => Promise<void>
): Endpoint<Settings> {
  const mount = { path, method: 'POST', maxBytes: 64 * 1024, perMinute: 120 } as const
  return visitorPage(shared, mount, async (visit) => {
    const body = parseBody(visit.body, shape)
    await inTurn(visit, 'write', () => perform(visit, body))
    return noContent()
  })
}

async function edit(visit: Visit, said: z.output<typeof edition>): Promise<void> {
  const text = said.text.trim()
  if (text.length > textLimit) throw problems.tooLong(textLimit)
  if (text === '') throw problems.empty()
  const line = await ownLine(visit, said.id)
  if (line.files) throw problems.lineGone()
  if (line.text === text) return
  const { at, putting } = await changing(visit, line)
  const { chat } = visit.visitor
  const next: Line = { ...line, text, edited: at }
  await tell(visit, putting.add(lineKey(chat, line), next), {
    type: 'edit',
    eventId: `e.${chat}.${line.id}.${at}`,
    at,
    chat,
    id: externalId(`${chat}.${line.id}`),
    content: { kind: 'text', text: { text } },
  })
}

async function remove(visit: Visit, said: z.output<typeof removal>): Promise<void> {
  const line = await ownLine(visit, said.id)
  const { at, putting } = await changing(visit, line)
  const { chat } = visit.visitor
  await tell(visit, removing(putting, chat, line), {
    type: 'deletion',
    eventId: `d.${chat}.${line.id}`,
    at,
    ids: [externalId(`${chat}.${line.id}`)],
  })
}

async function react(visit: Visit, said: z.output<typeof reaction>): Promise<void> {
  const { chat, person } = visit.visitor
  const line = await findLine(visit.ctx.state, chat, said.id)
  if (line?.from !== 'us') throw problems.lineGone()
  const key = reactionKey(chat, line.id, 'visitor')
  const before = unpack<string | null>((await visit.ctx.state.get([key])).get(key)) ?? null
  if (before === said.emoji) return
  const { at, putting } = await changing(visit, line)
  await tell(visit, putting.add(key, said.emoji), {
    type: 'reaction',
    eventId: `r.${chat}.${line.id}.${at}`,
    at,
    chat,
    id: externalId(line.id),
    sender: { self: false, person: { key: person } },
    emojis: said.emoji === null ? [] : [said.emoji],
  })
}

/** What he wrote himself not long ago. A file has no words: it can be taken back only. */
async function ownLine(visit: Visit, wanted: string): Promise<Line> {
  const { ctx, visitor } = visit
  const line = await findLine(ctx.state, visitor.chat, wanted)
  if (line?.from !== 'visitor') throw problems.lineGone()
  if (ctx.clock.now() - line.at > changeWithinMs)
    throw problems.changeTooLate(changeWithinMs / 60_000)
  return line
}

/** Counted like a message, or it would be a way around the limits. */
async function changing(visit: Visit, line: Line): Promise<{ at: number; putting: Putting }> {
  const { ctx, visitor } = visit
  const { activity: before, isNew } = await knownVisitor(visit)
  if (isNew) throw problems.lineGone()
  const now = ctx.clock.now()
  const activity = counted(visit, before, now)
  const at = activity.lastAt
  const change: Change = { id: `c${at}.${line.id}`, at, of: { id: line.id, at: line.at } }
  const putting = new Putting(now)
    .add(lineKey(visitor.chat, change), change)
    .add(activityKey(visitor.chat), activity)
  return { at, putting }
}

async function tell({ ctx, visitor }: Visit, commit: Putting, event: InboundEvent): Promise<void> {
  await ctx.receive([event], { commit, wake: [chatTopic(visitor.chat)] })
}
