import { externalId } from '../../ids.ts'
import type { InboundEvent } from '../../inbound.ts'
import { breakEcho, changed, type Broken } from './break_echo.ts'

export const brokenActs: readonly Broken[] = [
  {
    rule: 'an edit changes the message where it stands',
    how: 'sends the new words as another message',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({
          ...session,
          async edit({ target, text }, call) {
            const { chat } = target
            const content = { kind: 'text', text } as const
            await session.send(
              { op: 'send', to: { by: 'chat', chat }, content, by: 'operator' },
              call
            )
            return {}
          },
        }),
      }),
  },
  {
    rule: 'a removal takes the message away, and no other',
    how: 'hides it on our side only',
    plugin: (platform) =>
      breakEcho(platform, { session: (session) => ({ ...session, remove: async () => ({}) }) }),
  },
  {
    rule: 'a reaction of ours takes the place of the one before, and can be taken back',
    how: 'can only add',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({
          ...session,
          react: async (op, call) =>
            op.emoji === null ? {} : ((await session.react?.(op, call)) ?? {}),
        }),
      }),
  },
  {
    rule: "a client's reactions come as his whole set, on the message they belong to",
    how: 'tells what was added and never what was taken back',
    plugin: (platform) =>
      breakEcho(platform, {
        ctx: (ctx) => {
          const all = new Set<string>()
          const grown = (event: InboundEvent): InboundEvent => {
            if (event.type !== 'reaction') return event
            for (const emoji of event.emojis) all.add(emoji)
            return { ...event, emojis: [...all] }
          }
          return changed(ctx, {
            receive: (events, also) => ctx.receive(events.map(grown), also),
          })
        },
      }),
  },
  {
    rule: "a client's edit and removal name the message they are about",
    how: 'gives the edit an id of its own',
    plugin: (platform) =>
      breakEcho(platform, {
        ctx: (ctx) =>
          changed(ctx, {
            receive: (events, also) =>
              ctx.receive(
                events.map((event) =>
                  event.type === 'edit' ? { ...event, id: externalId(event.eventId) } : event
                ),
                also
              ),
          }),
      }),
  },
]
