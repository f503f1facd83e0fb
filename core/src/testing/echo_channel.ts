import { z } from 'zod'
import { addressKey } from '../address.ts'
import type { Capabilities } from '../capabilities.ts'
import type { ChannelPlugin, ChannelSession } from '../channel.ts'
import type { ChannelContext } from '../context.ts'
import { Failure } from '../failure.ts'
import type { IncomingContent, OutgoingFile } from '../content.ts'
import { chatKey, externalId, personKey } from '../ids.ts'
import type { ContactCard, InboundEvent } from '../inbound.ts'
import type { Flow } from '../login.ts'
import type { Call, SendOp, SendResult } from '../outgoing.ts'
import { definePlugin, type Plugin } from '../plugin.ts'
import {
  echoFailure,
  type EchoFile,
  type EchoPlatform,
  type EchoPost,
  type EchoSent,
  type EchoWire,
} from './echo_platform.ts'

export const echoSettings: z.ZodObject<{ login: z.ZodString; token: z.ZodString }> = z.object({
  login: z
    .string()
    .min(1)
    .meta({ label: { ru: 'Имя', en: 'Name' } }),
  token: z
    .string()
    .min(1)
    .meta({ label: { ru: 'Ключ', en: 'Token' }, secret: true }),
})
export type EchoSettings = z.output<typeof echoSettings>
type Context = ChannelContext<EchoSettings>

export const echoCapabilities: Capabilities = {
  kinds: {
    text: { text: 1000 },
    image: { text: 200, bytes: 1024 * 1024, mime: ['image/*'] },
    document: { text: 200, bytes: 1024 * 1024 },
  },
  album: { max: 3, together: [['image'], ['document']] },
  writesFirstBy: ['phone', 'username'],
  contacts: true,
  replies: false,
  subject: false,
  statuses: ['sent', 'read'],
  edit: { withinMs: 60 * 60_000, kinds: ['text'] },
  remove: { withinMs: 48 * 60 * 60_000, ofOthers: false },
  reactions: ['👍', '❤️'],
  idempotent: { edit: true, remove: true, react: true },
  lanes: { send: { intervalMs: 0, concurrency: 4 }, other: { intervalMs: 0 } },
  quietMs: 60_000,
}

/** The smallest channel that keeps every rule: a reference for authors, and what core's own tests run. */
export function echoPlugin(platform: EchoPlatform): Plugin<typeof echoSettings> {
  return definePlugin({
    manifest: {
      id: 'echo',
      name: { ru: 'Эхо', en: 'Echo' },
      about: { ru: 'Мессенджер в памяти, для тестов.', en: 'A messenger in memory, for tests.' },
      icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9"/></svg>',
      api: 1,
      settings: echoSettings,
    },
    channel: () => echoChannel(platform),
    failure: echoFailure,
  })
}

function echoChannel(platform: EchoPlatform): ChannelPlugin<EchoSettings> {
  return {
    capabilities: () => echoCapabilities,
    flows: [echoFlow(platform)],
    endpoints: [
      {
        path: '/read/:id',
        methods: ['POST'],
        maxBytes: 1000,
        async handle(request, _body, ctx) {
          const secret = request.headers.get('x-echo-secret')
          if (secret !== ctx.account.settings.token) return new Response(null, { status: 401 })
          const id = externalId(new URL(request.url).pathname.split('/').at(-1) ?? '')
          const at = ctx.clock.now()
          await ctx.receive([
            { type: 'status', eventId: `read:${id}`, at, target: { id }, status: 'read' },
          ])
          return new Response('ok')
        },
      },
    ],
    open: (ctx) => openEcho(platform, ctx),
  }
}

function echoFlow(platform: EchoPlatform): Flow<EchoSettings> {
  return {
    id: 'token',
    name: { ru: 'По ключу', en: 'By token' },
    async *start() {
      let error: { ru: string; en: string } | undefined
      for (;;) {
        const answer = yield {
          show: 'form',
          title: { ru: 'Ключ эха', en: "Echo's token" },
          fields: echoSettings,
          ...(error ? { error } : {}),
        }
        const settings = echoSettings.parse(answer.values)
        try {
          platform.connect(settings.token)
          const identity = { key: settings.login, title: settings.login }
          return { identity, settings, state: { put: new Map([['after', Buffer.from('0')]]) } }
        } catch (refused) {
          error = echoFailure(refused)?.data.reason ?? { ru: 'Не вышло.', en: 'It failed.' }
        }
      }
    },
  }
}

export function openEcho(platform: EchoPlatform, ctx: Context): ChannelSession {
  let wire: EchoWire | undefined
  const up = () => {
    if (!wire) throw away()
    return wire
  }
  return {
    async run(signal) {
      wire = platform.connect(ctx.account.settings.token)
      ctx.report('online')
      try {
        await receiveAll(wire, ctx, signal)
      } catch (error) {
        if (!signal.aborted) throw error
      } finally {
        wire = undefined
      }
    },
    probe: () => up().ping(),
    send: (op, call) => sendEcho(up(), ctx, op, call),
    async edit({ target, text }, call) {
      await call.begin()
      await up().edit(target.id, text.text)
      return {}
    },
    async remove({ target }, call) {
      await call.begin()
      await up().remove(target.id)
      return {}
    },
    async react({ target, emoji }, call) {
      await call.begin()
      await up().react(target.id, emoji)
      return {}
    },
    async reconcile(_op, call) {
      const id = await up().find(call.callId)
      return id === undefined ? 'not_done' : { candidates: [{ ids: [externalId(id)] }] }
    },
    async download(remote) {
      const { post, at } = remote.remote as { post: string; at: number }
      return up().file(post, at)
    },
    contacts: (signal) => bookOf(up(), signal),
    async typing() {
      await up().ping()
    },
  }
}

/** The cursor moves in the same commit as what it covers. */
async function receiveAll(wire: EchoWire, ctx: Context, signal: AbortSignal): Promise<void> {
  let after = Number(Buffer.from((await ctx.state.get(['after'])).get('after') ?? '0').toString())
  while (!signal.aborted) {
    const posts = await wire.posts(after, signal)
    after = Math.max(after, ...posts.map(({ no }) => no))
    const events = posts.map((sent) => toEvent(sent, ctx))
    await ctx.receive(events, { commit: { put: new Map([['after', Buffer.from(String(after))]]) } })
  }
}

function toEvent({ no, post, change }: EchoSent, ctx: Context): InboundEvent {
  const about = {
    eventId: change === undefined ? `post:${post.id}` : `change:${no}`,
    at: ctx.clock.now(),
    chat: chatKey(post.chat),
    id: externalId(post.id),
  }
  const sender = {
    self: false,
    person: { key: personKey('client'), name: 'Anna Petrova' },
  } as const
  if (change === undefined)
    return { type: 'message', ...about, sender, content: contentOf(post), source: 'live' }
  if (change === 'edited') return { type: 'edit', ...about, content: contentOf(post) }
  if (change === 'removed') {
    const { eventId, at, id } = about
    return { type: 'deletion', eventId, at, ids: [id] }
  }
  return { type: 'reaction', ...about, sender, emojis: change.reacted }
}

function contentOf(post: EchoPost): IncomingContent {
  const text = { text: post.text }
  const files = post.files.map((file, at) => ({
    as: file.mime.startsWith('image/') ? ('image' as const) : ('document' as const),
    name: file.name,
    mime: file.mime,
    media: {
      remote: { post: post.id, at },
      mime: file.mime,
      name: file.name,
      bytes: file.bytes.length,
    },
  }))
  return files.length === 0 ? { kind: 'text', text } : { kind: 'files', files, caption: text }
}

/** Files are read before `begin`: until then nothing has left. */
export async function sendEcho(
  wire: EchoWire,
  ctx: Context,
  op: SendOp,
  call: Call
): Promise<SendResult> {
  const files =
    op.content.kind === 'files'
      ? await Promise.all(op.content.files.map((file) => readFile(ctx, file)))
      : []
  const text = op.content.kind === 'text' ? op.content.text.text : (op.content.caption?.text ?? '')
  const chat = op.to.by === 'chat' ? op.to.chat : chatKey(addressKey(op.to))
  await call.begin()
  const id = await wire.send(call.callId, { chat, text, files })
  return { ids: [externalId(id)], chat, at: ctx.clock.now(), status: 'sent' }
}

async function* bookOf(wire: EchoWire, signal: AbortSignal): AsyncGenerator<ContactCard> {
  for (let page = 0; ; page += 1) {
    const people = await wire.book(page)
    if (people.length === 0) return
    for (const person of people) {
      signal.throwIfAborted()
      yield person
    }
  }
}

async function readFile(ctx: Context, file: OutgoingFile): Promise<EchoFile> {
  const { stream, name, mime } = await ctx.media.open(file.media)
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  return { name, mime, bytes }
}

function away(): Failure {
  return new Failure('disconnected', {
    code: 'E_ECHO_AWAY',
    reason: {
      ru: 'Эхо не на связи. Отправим, как подключимся.',
      en: 'Echo is away. Sent when it is back.',
    },
  })
}
