import type { ChannelPlugin } from '../../channel.ts'
import type { Endpoint } from '../../endpoint.ts'
import { breakEcho, type Broken } from './break_echo.ts'

type Settings = Record<string, unknown>

export const brokenBorder: readonly Broken[] = [
  {
    rule: 'people read it in Russian and in English',
    how: 'says the English words twice',
    plugin: (platform) =>
      breakEcho(platform, {
        plugin: (plugin) => {
          const words = { ru: 'Echo', en: 'Echo' }
          return { ...plugin, manifest: { ...plugin.manifest, name: words, about: words } }
        },
        channel: (channel) => ({
          ...channel,
          flows: channel.flows.map((flow) => ({
            ...flow,
            name: { ru: 'By token', en: 'By token' },
          })),
        }),
      }),
  },
  {
    rule: 'secrets and texts stay out of logs and failures',
    how: 'logs what it sends',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session, ctx) => ({
          ...session,
          send(op, call) {
            ctx.log.info({ op }, 'sending')
            return session.send(op, call)
          },
        }),
      }),
  },
  {
    rule: 'endpoints answer strangers and rubbish without a crash, and let nobody in',
    how: 'believes whoever knows the address',
    plugin: (platform) =>
      breakEcho(platform, {
        channel: (channel) =>
          handling(channel, async (_request, _body, ctx) => {
            await ctx.receive([
              {
                type: 'message',
                eventId: 'rubbish',
                at: 0,
                chat: 'x' as never,
                id: 'x' as never,
                sender: { self: true },
                content: { kind: 'text', text: { text: '' } },
                source: 'live',
              },
            ])
            return new Response('ok')
          }),
      }),
  },
  {
    rule: 'endpoints answer strangers and rubbish without a crash, and let nobody in',
    how: 'crashes on what is not JSON',
    plugin: (platform) =>
      breakEcho(platform, {
        channel: (channel) =>
          handling(channel, async (_request, body) => {
            JSON.parse(Buffer.from(body).toString())
            return new Response('ok')
          }),
      }),
  },
]

function handling(
  channel: ChannelPlugin<Settings>,
  handle: Endpoint<Settings>['handle']
): ChannelPlugin<Settings> {
  const endpoints = channel.endpoints ?? []
  return { ...channel, endpoints: endpoints.map((endpoint) => ({ ...endpoint, handle })) }
}
