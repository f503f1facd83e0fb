import { z } from 'zod'
import type { ContactIn, Endpoint } from '@svyaz/core'
import { problems } from '../problem.ts'
import { visitorKey } from '../records.ts'
import type { VisitorRecord } from '../records.ts'
import type { Settings } from '../settings.ts'
import { noContent, parseBody } from './answer.ts'
import { Putting, knownVisitor } from './known.ts'
import { inTurn, visitorPage } from './visit.ts'
import type { Shared, Visit } from './visit.ts'

const bodyShape = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()).optional(),
  name: z.string().trim().min(1).max(80).optional(),
})

/** The visitor leaves an e-mail or a name, so that he can be answered after he has left. */
export function contactEndpoint(shared: Shared): Endpoint<Settings> {
  const mount = { path: '/contact', method: 'POST', maxBytes: 4096, perMinute: 30 } as const
  return visitorPage(shared, mount, async (visit) => {
    const said = parseBody(visit.body, bodyShape)
    if (said.email === undefined && said.name === undefined) throw problems.badField('email')
    await inTurn(visit, 'write', () => remember(visit, said))
    return noContent()
  })
}

async function remember(visit: Visit, said: z.output<typeof bodyShape>): Promise<void> {
  const { ctx, visitor } = visit
  const { record, isNew } = await knownVisitor(visit)
  const email = said.email ?? record.email
  const name = said.name ?? record.name
  if (!isNew && email === record.email && name === record.name) return
  const about = {
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
  }
  const next: VisitorRecord = { ...record, ...about }
  const now = ctx.clock.now()
  const event: ContactIn = {
    type: 'contact',
    eventId: `c.${visitor.chat}.${now}`,
    at: now,
    person: { key: visitor.person, ...about },
  }
  await ctx.receive([event], { commit: new Putting(now).add(visitorKey(visitor.chat), next) })
}
