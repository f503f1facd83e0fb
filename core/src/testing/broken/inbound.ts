import { randomUUID } from 'node:crypto'
import type { InboundEvent } from '../../inbound.ts'
import { breakEcho, changed, type Broken } from './break_echo.ts'

const nothing = () => {}

export const brokenInbound: readonly Broken[] = [
  {
    rule: "a client's text arrives once, live, from a person",
    how: 'calls everything an echo',
    plugin: (platform) =>
      breakEcho(platform, {
        ctx: (ctx) =>
          changed(ctx, {
            receive: (events, also) =>
              ctx.receive(
                events.map((event) => asEcho(event)),
                also
              ),
          }),
      }),
  },
  {
    rule: "a client's file can be fetched, byte for byte",
    how: 'gives the beginning only',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({
          ...session,
          async download(remote, call) {
            const stream = await session.download?.(remote, call)
            const bytes = new Uint8Array(await new Response(stream ?? null).arrayBuffer())
            return new Blob([bytes.slice(1)]).stream()
          },
        }),
      }),
  },
  {
    rule: 'messages of one chat arrive in order',
    how: 'hands on the first message last',
    plugin: (platform) =>
      breakEcho(platform, {
        ctx: (ctx) => {
          let held: readonly InboundEvent[] | undefined
          const receive = async (events: readonly InboundEvent[]) => {
            if (held === undefined && events.length > 0) {
              held = events
              setTimeout(() => void ctx.receive(events).catch(nothing), 100)
            } else await ctx.receive(events)
          }
          return changed(ctx, {
            async receive(events) {
              for (const event of events) await receive([event])
            },
          })
        },
      }),
  },
  {
    rule: 'a second delivery bears the same event id',
    how: 'makes a new event id each time',
    plugin: (platform) =>
      breakEcho(platform, {
        ctx: (ctx) =>
          changed(ctx, {
            receive: (events, also) =>
              ctx.receive(
                events.map((event) => ({ ...event, eventId: randomUUID() })),
                also
              ),
          }),
      }),
  },
  {
    rule: 'nothing is acknowledged before it is committed',
    how: 'moves its cursor first',
    plugin: (platform) =>
      breakEcho(platform, {
        ctx: (ctx) =>
          changed(ctx, {
            async receive(events, also) {
              if (also?.commit) await ctx.state.commit(also.commit)
              await ctx.receive(events)
            },
          }),
      }),
  },
  {
    rule: 'what came while it was stopped arrives after the start, each once',
    how: 'forgets how far it was',
    plugin: (platform) =>
      breakEcho(platform, {
        ctx: (ctx) => changed(ctx, { receive: (events) => ctx.receive(events) }),
      }),
  },
]

function asEcho(event: InboundEvent): InboundEvent {
  return event.type === 'message' ? { ...event, source: 'echo' } : event
}
