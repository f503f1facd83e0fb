import { Failure } from '@svyaz/core'
import type {
  Call,
  ChannelContext,
  ChatKey,
  EditOp,
  MessageRef,
  Outcome,
  ReactOp,
  RemoveOp,
} from '@svyaz/core'
import { Putting } from './endpoints/known.ts'
import { findLine, lineKey, nextAt } from './lines.ts'
import { chatTopic, fileKey, reactionKey } from './records.ts'
import type { Change, Line } from './records.ts'
import type { Settings } from './settings.ts'

type Context = ChannelContext<Settings>

/** What an operator does to a line that is there: it is written anew, with word of it in the order of lines. */

export async function editLine(ctx: Context, op: EditOp, call: Call): Promise<Outcome> {
  const { line, putting, wake } = await changing(ctx, op.target, call)
  const next: Line = { ...line, text: op.text.text, edited: ctx.clock.now() }
  return { commit: putting.add(lineKey(op.target.chat, line), next), wake }
}

export async function removeLine(ctx: Context, op: RemoveOp, call: Call): Promise<Outcome> {
  const { line, putting, wake } = await changing(ctx, op.target, call)
  return { commit: removing(putting, op.target.chat, line), wake }
}

export async function reactToLine(ctx: Context, op: ReactOp, call: Call): Promise<Outcome> {
  const { line, putting, wake } = await changing(ctx, op.target, call)
  const key = reactionKey(op.target.chat, line.id, 'us')
  return { commit: putting.add(key, op.emoji), wake }
}

/** Its place stays, for pages that have it; its words and files go. */
export function removing(putting: Putting, chat: ChatKey, line: Line): Putting {
  const { id, at, from, files = [] } = line
  const left: Line = { id, at, from, removed: true }
  return putting
    .add(lineKey(chat, line), left)
    .drop([
      ...files.map((file) => fileKey(chat, file.id)),
      reactionKey(chat, id, 'us'),
      reactionKey(chat, id, 'visitor'),
    ])
}

async function changing(
  ctx: Context,
  { chat, id }: MessageRef,
  { callId }: Call
): Promise<{ line: Line; putting: Putting; wake: readonly string[] }> {
  // Ids of a visitor's lines are his own: outside they have his chat before them.
  const line = await findLine(
    ctx.state,
    chat,
    id.startsWith(`${chat}.`) ? id.slice(chat.length + 1) : id
  )
  if (line === undefined) throw gone()
  const now = ctx.clock.now()
  const at = await nextAt(ctx.state, chat, now)
  const change: Change = { id: callId, at, of: { id: line.id, at: line.at } }
  return {
    line,
    putting: new Putting(now).add(lineKey(chat, change), change),
    wake: [chatTopic(chat)],
  }
}

function gone(): Failure {
  return new Failure('rejected', {
    code: 'E_SITE_CHAT_GONE',
    reason: {
      ru: 'У посетителя этого сообщения уже нет: его убрали или прошло 90 дней. Напишите новое.',
      en: 'The visitor no longer has this message: it was removed or is 90 days old. Write another.',
    },
  })
}
