/** A channel whose words decide how sending ends: for what a person sees of failures. */
import { chatKey, definePlugin, externalId, Failure, personKey } from '@svyaz/core'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'

const name = { ru: 'Капризный', en: 'Moody' }

const written = z.object({ chat: z.string(), name: z.string(), text: z.string() })

/** Texts that had trouble once: the next time they go through, but for those that say `always`. */
const troubled = new Set<string>()

function troubleOf(text: string): Failure | undefined {
  if (troubled.has(text) && !text.includes('always')) return undefined
  troubled.add(text)
  if (text.startsWith('vanish'))
    return new Failure('uncertain', {
      code: 'E_MOODY_VANISHED',
      reason: { ru: 'Линия замолчала после отправки.', en: 'The wire went silent after sending.' },
    })
  if (text.startsWith('slow'))
    return new Failure('rate_limited', {
      code: 'E_MOODY_SLOW',
      reason: { ru: 'Слишком часто.', en: 'Too often.' },
      pause: { forMs: 5 * 60_000, what: 'lane' },
    })
  if (!text.startsWith('refuse')) return undefined
  return new Failure('rejected', {
    code: 'E_MOODY_REFUSED',
    reason: { ru: 'Собеседник не в настроении.', en: 'The other side is in no mood.' },
  })
}

export default definePlugin({
  manifest: {
    id: 'moody',
    name,
    about: name,
    icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10" fill="#a16207"/></svg>',
    api: 1,
    settings: z.object({}),
    handouts: [{ id: 'in', name, path: '/in' }],
  },
  channel: () => ({
    capabilities: () => ({
      kinds: { text: { text: 4096 } },
      writesFirstBy: [],
      replies: false,
      subject: false,
      statuses: [],
      idempotent: {},
      lanes: { send: { intervalMs: 0 } },
    }),
    flows: [
      {
        id: 'connect',
        name,
        // A login without questions.
        async *start() {
          return { identity: { key: randomUUID(), title: 'moody' } }
        },
      },
    ],
    endpoints: [
      {
        path: '/in',
        methods: ['POST'],
        maxBytes: 10_000,
        async handle(_request, body, ctx) {
          const {
            chat,
            name: who,
            text,
          } = written.parse(JSON.parse(new TextDecoder().decode(body)))
          const id = randomUUID()
          await ctx.receive([
            {
              type: 'message',
              eventId: id,
              id: externalId(id),
              at: Date.now(),
              chat: chatKey(chat),
              sender: { self: false, person: { key: personKey(chat), name: who } },
              content: { kind: 'text', text: { text } },
              source: 'live',
            },
          ])
          return new Response(null, { status: 204 })
        },
      },
    ],
    open: () => ({
      async send({ content }, call) {
        await call.begin()
        const failure = troubleOf(content.kind === 'text' ? content.text.text : '')
        if (failure) throw failure
        return { ids: [externalId(call.callId)] }
      },
    }),
  }),
})
