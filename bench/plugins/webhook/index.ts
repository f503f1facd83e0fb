/** The least a channel can be: a door that takes a messenger's webhook. For benchmarks and tests of intake. */
import { chatKey, definePlugin, externalId, Failure, personKey } from '@svyaz/core'
import { z } from 'zod'

const settings = z.object({})

const update = z.object({
  id: z.string().max(100),
  chat: z.string().max(100),
  from: z.object({ id: z.string().max(100), name: z.string().max(200) }),
  at: z.number(),
  text: z.string().max(10_000),
})

const name = { ru: 'Вебхук', en: 'Webhook' }

export default definePlugin({
  manifest: {
    id: 'webhook',
    name,
    about: name,
    icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    api: 1,
    settings,
    handouts: [{ id: 'in', name, path: '/in' }],
  },
  channel: () => ({
    capabilities: () => ({
      kinds: { text: { text: 4096 } },
      writesFirstBy: [],
      replies: false,
      subject: false,
      statuses: [],
      idempotent: { send: true },
      lanes: { send: { intervalMs: 0 } },
    }),
    flows: [
      {
        id: 'connect',
        name,
        // A login without questions.
        async *start() {
          return { identity: { key: crypto.randomUUID(), title: 'webhook' } }
        },
      },
    ],
    endpoints: [
      {
        path: '/in',
        methods: ['POST'],
        maxBytes: 64_000,
        handle: async (_request, body, ctx) => {
          const parsed = update.safeParse(JSON.parse(new TextDecoder().decode(body)))
          if (!parsed.success) return new Response('not an update', { status: 400 })
          const { id, chat, from, at, text } = parsed.data
          const person = { key: personKey(from.id), name: from.name }
          await ctx.receive([
            {
              type: 'message',
              eventId: id,
              id: externalId(id),
              chat: chatKey(chat),
              at,
              sender: { self: false, person },
              content: { kind: 'text', text: { text } },
              source: 'live',
            },
          ])
          return new Response(null, { status: 204 })
        },
      },
    ],
    open: () => ({
      send: async () => {
        throw new Failure('rejected', {
          code: 'E_WEBHOOK_ONE_WAY',
          reason: { ru: 'Этот канал только принимает.', en: 'This channel only receives.' },
        })
      },
    }),
  }),
})
