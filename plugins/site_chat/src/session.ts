import { Failure, externalId } from '@svyaz/core'
import type {
  Call,
  ChannelContext,
  ChannelSession,
  ChatKey,
  Content,
  MessageRef,
  SendOp,
  SendResult,
} from '@svyaz/core'
import { editLine, reactToLine, removeLine } from './acts.ts'
import { Putting } from './endpoints/known.ts'
import { lineKey, nextAt } from './lines.ts'
import {
  chatTopic,
  fileKey,
  pack,
  seenKey,
  shownFile,
  storedKey,
  teamKey,
  teamTopic,
  unpack,
} from './records.ts'
import type { Line, StoredFile } from './records.ts'
import type { Settings } from './settings.ts'
import { isChatKey } from './visitor.ts'

/**
 * A visitor's chat lives in our own store: to send is to write a line in the transaction that ends the call, and then to
 * wake whoever watches. No call goes out, so `begin` is never needed and a crash leaves either both or nothing.
 */
export function openSession(ctx: ChannelContext<Settings>): ChannelSession {
  return {
    send: (op, call) => send(ctx, op, call),
    edit: (op, call) => editLine(ctx, op, call),
    remove: (op, call) => removeLine(ctx, op, call),
    react: (op, call) => reactToLine(ctx, op, call),
    markRead: (chat, messages) => markRead(ctx, chat, messages),
    async typing(chat, on, by) {
      ctx.notify(chatTopic(chat), { typing: on, ...(by === undefined ? {} : { name: by.name }) })
    },
    async online(on) {
      const said = await ctx.state.get([teamKey])
      if (unpack<{ online: boolean }>(said.get(teamKey))?.online === on) return
      await ctx.state.commit({ put: new Map([[teamKey, pack({ online: on })]]) })
      ctx.notify(teamTopic)
    },
  }
}

async function send(ctx: ChannelContext<Settings>, op: SendOp, call: Call): Promise<SendResult> {
  if (op.to.by !== 'chat' || !isChatKey(op.to.chat)) throw notAChat()
  const { chat } = op.to
  const files = await filesOf(ctx, op.content, call.callId)
  const now = ctx.clock.now()
  const line: Line = {
    id: call.callId,
    at: await nextAt(ctx.state, chat, now),
    from: 'us',
    ...(op.author === undefined ? {} : { author: op.author.name }),
    ...textOf(op.content),
    ...(op.replyTo === undefined ? {} : { quote: op.replyTo.excerpt }),
    ...(files.length === 0 ? {} : { files: files.map(shownFile) }),
  }
  const putting = new Putting(now)
    .add(lineKey(chat, line), line)
    .add(storedKey(chat, line.id), line.at)
  for (const file of files) putting.add(fileKey(chat, file.id), file)
  return {
    ids: [externalId(line.id)],
    chat,
    at: line.at,
    status: 'sent',
    commit: putting,
    wake: [chatTopic(chat)],
  }
}

function textOf(content: Content): { text?: string } {
  const text = content.kind === 'text' ? content.text.text : content.caption?.text
  return text === undefined || text === '' ? {} : { text }
}

/** Ids are cut from the call's, so that a repeated call names the same files. */
async function filesOf(
  ctx: ChannelContext<Settings>,
  content: Content,
  callId: string
): Promise<readonly StoredFile[]> {
  if (content.kind !== 'files') return []
  return Promise.all(
    content.files.map(async ({ as, media, name }, place) => {
      const about = await ctx.media.about(media)
      const { mime, bytes } = about
      return { id: `${callId}-${place}`, as, media, name: name ?? about.name, mime, bytes }
    })
  )
}

async function markRead(
  ctx: ChannelContext<Settings>,
  chat: ChatKey,
  messages: readonly MessageRef[]
): Promise<void> {
  const seen = Math.max(0, ...messages.map((message) => message.at))
  await ctx.state.commit(new Putting(ctx.clock.now()).add(seenKey(chat), seen))
  ctx.notify(chatTopic(chat), { seen })
}

function notAChat(): Failure {
  return new Failure('unreachable', {
    code: 'E_SITE_CHAT_NO_VISITOR',
    reason: {
      ru: 'На сайте отвечают только тому, кто написал сам. Выберите его диалог.',
      en: 'On the site only those who have written can be answered. Choose their dialog.',
    },
  })
}
