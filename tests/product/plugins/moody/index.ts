/** A channel that throws where it is told to, by its own door: `/mood?throws=run`, `send`, or nothing. */
import { chatKey, definePlugin, externalId, personKey } from '@svyaz/core'
import { z } from 'zod'

const settings = z.object({})
const name = { ru: 'Капризный', en: 'Moody' }

const moods = new Map<string, string>()
const lives = new Map<string, () => void>()
const sent: string[] = []

export default definePlugin({
  manifest: {
    id: 'moody',
    name,
    about: name,
    icon: '<svg xmlns="http://www.w3.org/2000/svg"/>',
    api: 1,
    settings,
    handouts: [{ id: 'door', name, path: '/' }],
  },
  channel: () => ({
    capabilities: () => ({
      kinds: { text: { text: 1000 } },
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
          return { identity: { key: 'moody', title: 'Moody' } }
        },
      },
    ],
    endpoints: [
      {
        path: '/mood',
        methods: ['POST'],
        maxBytes: 100,
        async handle(request, _, { account }) {
          moods.set(account.id, new URL(request.url).searchParams.get('throws') ?? '')
          if (moods.get(account.id) === 'run') lives.get(account.id)?.()
          return new Response(null, { status: 204 })
        },
      },
      {
        path: '/write',
        methods: ['POST'],
        maxBytes: 1000,
        async handle(_, body, ctx) {
          const text = new TextDecoder().decode(body)
          const id = crypto.randomUUID()
          await ctx.receive([
            {
              type: 'message',
              eventId: id,
              id: externalId(id),
              at: Date.now(),
              chat: chatKey('client'),
              sender: { self: false, person: { key: personKey('client'), name: 'Клиент' } },
              content: { kind: 'text', text: { text } },
              source: 'live',
            },
          ])
          return new Response(null, { status: 204 })
        },
      },
      {
        path: '/sent',
        methods: ['GET'],
        maxBytes: 0,
        handle: async () => Response.json(sent),
      },
    ],
    open: (ctx) => ({
      run: (signal) =>
        new Promise<void>((resolve, reject) => {
          const { id } = ctx.account
          if (moods.get(id) === 'run') throw new TypeError('a mistake in run')
          lives.set(id, () => reject(new TypeError('a mistake in run')))
          signal.addEventListener('abort', () => resolve(), { once: true })
          ctx.report('online')
        }),
      async send(op, call) {
        if (moods.get(ctx.account.id) === 'send') throw new TypeError('a mistake in send')
        if (op.content.kind === 'text') sent.push(op.content.text.text)
        return { ids: [externalId(call.callId)] }
      },
    }),
  }),
})
