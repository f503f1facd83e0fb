import {
  addressKey,
  chatKey,
  definePlugin,
  externalId,
  Failure,
  personKey,
  type ContactCard,
  type MessageIn,
} from '@svyaz/core'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'

/** A channel for tests: every kind of field, every kind of screen, nothing outside this process. */
const settings = z.object({
  title: z
    .string()
    .min(1, 'Назовите / Name it')
    .max(60)
    .meta({ label: { ru: 'Название', en: 'Title' } }),
  password: z
    .string()
    .default('')
    .meta({ label: { ru: 'Пароль', en: 'Password' }, secret: true }),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .default(25)
    .meta({ label: { ru: 'Порт', en: 'Port' } }),
})

const lane = { intervalMs: 0 }

/** Texts that were refused once: the next time they go. */
const mended = new Set<string>()

type Written = {
  readonly text: string
  readonly chat: string
  readonly person: string
  readonly name?: string
  readonly phone?: string
  readonly email?: string
  readonly username?: string
}

function aMessage({ text, chat, person, name = text, ...handles }: Written): MessageIn {
  const id = randomUUID()
  return {
    type: 'message',
    eventId: id,
    id: externalId(id),
    at: Date.now(),
    chat: chatKey(chat),
    sender: { self: false, person: { key: personKey(person), name, ...handles } },
    content: { kind: 'text', text: { text } },
    source: 'live',
  }
}

/** Whom it knows without having heard of them. */
async function* book(signal: AbortSignal): AsyncGenerator<ContactCard> {
  for (let no = 0; no < 120; no++) {
    signal.throwIfAborted()
    const name = `Знакомый ${String(no).padStart(3, '0')}`
    yield { key: personKey(`known-${no}`), name, phone: `+7999${String(no).padStart(7, '0')}` }
  }
}

/** An account at this port takes longer texts, and files. */
const largePort = 26

/** What no contract allows: intake can't make a row of it. */
function aBrokenEvent(): MessageIn {
  const event = aMessage({ text: 'x', chat: 'x', person: 'x' })
  return { ...event, content: { kind: 'text' } } as unknown as MessageIn
}

export default definePlugin({
  manifest: {
    id: 'echo',
    name: { ru: 'Эхо', en: 'Echo' },
    about: { ru: 'Для тестов.', en: 'For tests.' },
    icon: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    api: 1,
    settings,
    instance: z.object({
      client: z
        .string()
        .default('')
        .meta({ label: { ru: 'Приложение', en: 'Application' } }),
      secret: z
        .string()
        .default('')
        .meta({ label: { ru: 'Секрет', en: 'Secret' }, secret: true }),
    }),
    handouts: [
      {
        id: 'door',
        name: { ru: 'Дверь', en: 'Door' },
        path: '/door',
        copy: '<a href="{url}">door</a>',
      },
    ],
  },
  channel: () => ({
    capabilities: ({ settings: { port } }) => ({
      kinds: port === largePort ? { text: { text: 2000 }, document: {} } : { text: { text: 1000 } },
      writesFirstBy: ['phone', 'username', 'email'],
      contacts: true,
      replies: false,
      subject: false,
      statuses: [],
      idempotent: { send: true },
      lanes: { send: lane },
    }),
    flows: [
      {
        id: 'form',
        name: { ru: 'Форма', en: 'Form' },
        async *start(ctx) {
          let error
          for (;;) {
            const answer = yield {
              show: 'form',
              title: { ru: 'Эхо', en: 'Echo' },
              fields: settings,
              values: { title: 'Эхо', password: 'never shown' },
              ...(error ? { error } : {}),
            }
            const parsed = settings.safeParse(answer.values ?? {})
            if (!parsed.success) {
              error = { ru: 'Заполните форму', en: 'Fill in the form' }
              continue
            }
            const key = ctx.again?.identity.key ?? parsed.data.title
            return { identity: { key, title: parsed.data.title }, settings: parsed.data }
          }
        },
      },
      {
        id: 'redirect',
        name: { ru: 'Через сайт', en: 'By a website' },
        async *start(ctx) {
          const url = new URL('https://login.example.test/')
          url.searchParams.set('redirect_uri', ctx.returnTo.url.href)
          url.searchParams.set('state', ctx.returnTo.state)
          const answer = yield {
            show: 'redirect',
            url,
            hint: { ru: 'Войдите там', en: 'Sign in there' },
          }
          const title = answer.callback?.get('code') ?? 'nobody'
          return { identity: { key: title, title }, settings: { title } }
        },
      },
      {
        id: 'refused',
        name: { ru: 'Отказ', en: 'Refusal' },
        async *start() {
          throw new Failure('unauthorized', {
            code: 'E_ECHO_REFUSED',
            reason: { ru: 'Пароль не подошёл.', en: 'The password is wrong.' },
          })
        },
      },
    ],
    endpoints: [
      {
        path: '/door',
        methods: ['GET'],
        maxBytes: 1000,
        handle: async () => new Response('open'),
      },
      {
        path: '/write',
        methods: ['POST'],
        maxBytes: 10_000,
        async handle(_, body, ctx) {
          const written = JSON.parse(new TextDecoder().decode(body))
          await ctx.receive([written.broken ? aBrokenEvent() : aMessage(written)])
          return new Response('taken')
        },
      },
    ],
    open: () => ({
      contacts: book,
      async send({ content, to }, call) {
        const text = content.kind === 'text' ? content.text.text : (content.caption?.text ?? '')
        if (text.startsWith('gone'))
          throw new Failure('unreachable', {
            code: 'E_ECHO_GONE',
            reason: { ru: 'Собеседник ушёл.', en: 'The other side has left.' },
          })
        if (text.startsWith('refuse') && !mended.has(text)) {
          mended.add(text)
          throw new Failure('rejected', {
            code: 'E_ECHO_NO',
            reason: { ru: 'Эхо молчит.', en: 'The echo is silent.' },
          })
        }
        const chat = to.by === 'chat' ? to.chat : chatKey(addressKey(to))
        return { ids: [externalId(call.callId)], chat }
      },
    }),
  }),
})
