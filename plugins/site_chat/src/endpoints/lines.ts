import type { Endpoint } from '@svyaz/core'
import { lastLines, linesSince } from '../lines.ts'
import { problems } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { json } from './answer.ts'
import { visitorPage } from './visit.ts'
import type { Shared } from './visit.ts'
import { standing, teamOf, wireOf } from './wire.ts'

/** History (`before`), and polling (`after`) for networks that hold streams back. */
export function linesEndpoint(shared: Shared): Endpoint<Settings> {
  const mount = { path: '/lines', method: 'GET', maxBytes: 0, perMinute: 300 } as const
  return visitorPage(shared, mount, async ({ request, ctx, visitor }) => {
    const query = new URL(request.url).searchParams
    const after = cursor(query, 'after')
    const found =
      after === undefined
        ? await lastLines(ctx.state, visitor.chat, cursor(query, 'before'))
        : { lines: await linesSince(ctx.state, visitor.chat, after), more: false }
    const [hello, team] = await Promise.all([standing(ctx, visitor), teamOf(ctx)])
    const wired = await wireOf(ctx, visitor, found.lines)
    const lines = wired.map(({ wire }) => wire)
    return json({ ...hello, ...team, lines, more: found.more })
  })
}

/** `at` of the last line the page has. */
export function cursor(query: URLSearchParams, name: 'after' | 'before'): number | undefined {
  const value = query.get(name)
  if (value === null) return undefined
  if (!/^\d{1,13}$/.test(value)) throw problems.badField(name)
  return Number(value)
}
