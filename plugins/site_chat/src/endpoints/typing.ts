import { z } from 'zod'
import type { Endpoint } from '@svyaz/core'
import { visitorKey } from '../records.ts'
import type { Settings } from '../settings.ts'
import { noContent, parseBody } from './answer.ts'
import { visitorPage } from './visit.ts'
import type { Shared } from './visit.ts'

const bodyShape = z.object({ on: z.boolean() })

/** A hint, stored nowhere; of a visitor who has written before, or strangers could fill the operators' screens. */
export function typingEndpoint(shared: Shared): Endpoint<Settings> {
  const mount = { path: '/typing', method: 'POST', maxBytes: 256, perMinute: 300 } as const
  return visitorPage(shared, mount, async ({ body, ctx, visitor }) => {
    const { on } = parseBody(body, bodyShape)
    const key = visitorKey(visitor.chat)
    if ((await ctx.state.get([key])).has(key)) ctx.hint({ type: 'typing', chat: visitor.chat, on })
    return noContent()
  })
}
