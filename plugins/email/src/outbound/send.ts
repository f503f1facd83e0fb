/** One operation → one letter handed to the server. Everything before `begin` may be repeated freely. */
import { Failure, chatKey, externalId } from '@svyaz/core'
import type { Call, ChannelContext, SendOp, SendResult, StateChange } from '@svyaz/core'
import { z } from 'zod'
import { addressKey, addressOf, isAddress } from '../address_key.ts'
import { toFailure } from '../failures.ts'
import { subjectKey } from '../inbound/subject.ts'
import type { Settings } from '../settings.ts'
import {
  encode,
  keyOf,
  letterLifeMs,
  readOne,
  recipientLifeMs,
  subjectLifeMs,
  threadSchema,
} from '../state.ts'
import type { KnownLetter, Thread } from '../state.ts'
import type { Facts } from '../capabilities.ts'
import { afterSend } from './after_send.ts'
import { composeLetter, letterBytes } from './compose.ts'
import type { Mailer, RefusedRecipient } from './mailer.ts'
import { chatFor, dataOfPlan, opToLetter, recipientOf } from './op_to_letter.ts'
import type { LetterFile, LetterPlan } from './op_to_letter.ts'
import { tellRefused } from './refused_recipients.ts'
import { allowRobot } from './robots.ts'

export type SendDeps = {
  readonly ctx: ChannelContext<Settings>
  readonly mailer: Mailer
  /** What was learnt last; the context's is of the session's start. */
  readonly facts: { current: Facts }
  /** Makes the next letter sign in with a fresh token; absent: by password. */
  readonly renewLogin: (() => Promise<string>) | undefined
}

const keptSchema = z.object({ date: z.number() })

export async function sendLetter(op: SendOp, call: Call, deps: SendDeps): Promise<SendResult> {
  const { ctx } = deps
  assertRecipient(op)
  const plan = await planOf(op, call, ctx)
  await rememberBefore(op, plan, ctx)
  const refused = await deliver(plan, call, deps)
  await learn(deps)
  if (refused.length > 0)
    await tellRefused(refused, { plan, chat: chatFor(op, plan.callId, ctx.account.settings), ctx })
  return resultOf(op, plan, ctx)
}

/** The Date is fixed at the first attempt, so that every attempt says the same. */
export async function planOf(
  op: SendOp,
  call: Call,
  ctx: ChannelContext<Settings>
): Promise<LetterPlan> {
  const kept = keptSchema.safeParse(call.kept)
  const date = kept.success ? kept.data.date : Math.floor(ctx.clock.now() / 1000) * 1000
  if (!kept.success) await call.keep({ date })
  return opToLetter({
    op,
    callId: call.callId,
    date,
    settings: ctx.account.settings,
    thread: await threadOf(op, ctx),
    files: await filesOf(op, ctx),
  })
}

async function deliver(
  plan: LetterPlan,
  call: Call,
  deps: SendDeps
): Promise<readonly RefusedRecipient[]> {
  try {
    return await handOver(plan, call, deps)
  } catch (error) {
    // A token refused before its time: renewed once. Nothing has been sent, the login comes first.
    const failure = toFailure(error)
    if (failure?.kind !== 'unauthorized' || deps.renewLogin === undefined) throw error
    await deps.renewLogin()
    return await handOver(plan, call, deps)
  }
}

function handOver(
  plan: LetterPlan,
  call: Call,
  { ctx, mailer }: SendDeps
): Promise<readonly RefusedRecipient[]> {
  const { settings } = ctx.account
  return mailer.send({
    from: settings.address,
    to: [plan.to.address, ...plan.cc.map((one) => one.address)],
    copyTo: settings.ownCopy ? settings.address : undefined,
    dsnId: settings.deliveryReports ? plan.callId : undefined,
    bytes: letterBytes(plan),
    body: composeLetter(plan, ctx.media),
    begin: () => call.begin(),
    signal: call.signal,
  })
}

function assertRecipient(op: SendOp): void {
  const to = recipientOf(op)
  if (isAddress(to) && !to.endsWith('@invalid')) return
  throw new Failure('rejected', {
    code: 'E_EMAIL_BAD_ADDRESS',
    reason: {
      ru: `«${to}» не похоже на адрес почты. Исправьте адрес.`,
      en: `"${to}" is not an e-mail address. Correct it.`,
    },
  })
}

function threadOf(op: SendOp, ctx: ChannelContext<Settings>): Promise<Thread | undefined> {
  return op.to.by === 'chat'
    ? readOne(ctx.state, keyOf.thread(op.to.chat), threadSchema)
    : Promise.resolve(undefined)
}

async function filesOf(op: SendOp, ctx: ChannelContext<Settings>): Promise<readonly LetterFile[]> {
  if (op.content.kind === 'text') return []
  const files: LetterFile[] = []
  for (const file of op.content.files) {
    const { bytes, mime, name } = await ctx.media.about(file.media)
    files.push({ media: file.media, name: file.name ?? name, mime, bytes })
  }
  return files
}

/** Before the letter leaves: an answer or a bounce may be quicker than the end of the call. */
async function rememberBefore(
  op: SendOp,
  plan: LetterPlan,
  ctx: ChannelContext<Settings>
): Promise<void> {
  const { settings } = ctx.account
  const people = [plan.to, ...plan.cc].map((one) => addressKey(one.address))
  const to = addressKey(plan.to.address)
  const known: KnownLetter = {
    id: plan.messageId,
    chat: chatFor(op, plan.callId, settings),
    print: '',
    people,
    ours: true,
    at: plan.date,
  }
  const put = new Map([[keyOf.letter(plan.messageId), encode(known)]])
  if (op.by === 'robot') {
    const thread = await threadOf(op, ctx)
    put.set(
      ...(await allowRobot(
        {
          to,
          callId: plan.callId,
          ownAddress: settings.address,
          thread,
          now: plan.date,
        },
        ctx.state
      ))
    )
  }
  const recipientKeys = people.map((one) => `${keyOf.sentTo(one)}${plan.callId}`)
  for (const key of recipientKeys) put.set(key, encode(plan.messageId))
  const expires = new Map([
    [keyOf.letter(plan.messageId), plan.date + letterLifeMs],
    [keyOf.robot(to), plan.date + recipientLifeMs],
    ...recipientKeys.map((key) => [key, plan.date + recipientLifeMs] as const),
  ])
  await ctx.state.commit({ put, expires: new Map([...expires].filter(([key]) => put.has(key))) })
}

export function resultOf(op: SendOp, plan: LetterPlan, ctx: ChannelContext<Settings>): SendResult {
  const chat = chatFor(op, plan.callId, ctx.account.settings)
  const now = ctx.clock.now()
  return {
    ids: [externalId(plan.messageId)],
    chat,
    at: now,
    status: 'sent',
    data: dataOfPlan(plan),
    commit: threadAfter(plan, chat),
    then: afterSend(plan, ctx.account.settings, op.replyTo?.data, now),
  }
}

/** What the next letter of the dialog refers to. */
function threadAfter(plan: LetterPlan, chat: string): StateChange {
  const thread: Thread = {
    subject: plan.subject,
    messageId: plan.messageId,
    references: plan.references,
    name: plan.to.name,
    writer: plan.cc.length === 0 ? '' : plan.to.address,
    automatic: false,
  }
  const subject = keyOf.subject(
    addressOf(chatKey(chat)),
    subjectKey(plan.subject, plan.inReplyTo !== '')
  )
  return {
    put: new Map([
      [keyOf.thread(chat), encode(thread)],
      [subject, encode(chat)],
    ]),
    expires: new Map([
      [keyOf.thread(chat), plan.date + letterLifeMs],
      [subject, plan.date + subjectLifeMs],
    ]),
  }
}

/** What the server says of itself decides what may be sent next time. */
async function learn({ ctx, mailer, facts }: SendDeps): Promise<void> {
  const features = mailer.features
  if (features === undefined) return
  if (facts.current.size === features.size && facts.current.dsn === features.dsn) return
  facts.current = { ...features }
  await ctx.learn({ size: features.size, dsn: features.dsn })
}
