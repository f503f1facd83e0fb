/** An operation → everything a letter says. Pure: the same call gives the same letter in every attempt. */
import type { Json, MediaRef, SendOp } from '@svyaz/core'
import { z } from 'zod'
import { addressKey, addressOf, dialogOf, domainOf, isAddress } from '../address_key.ts'
import { threadName } from '../inbound/thread.ts'
import { answerSubject, subjectKey } from '../inbound/subject.ts'
import { cleanLine } from '../inbound/names.ts'
import type { Settings } from '../settings.ts'
import type { Thread } from '../state.ts'
import { htmlBody, textBody } from './body.ts'

export type LetterFile = { media: MediaRef; name: string; mime: string; bytes: number }

type LetterPerson = { name: string; address: string }

/** As an outbox row holds it for the copy in Sent, hence mutable and plain. */
export type LetterPlan = {
  callId: string
  /** Without angle brackets. */
  messageId: string
  date: number
  from: LetterPerson
  to: LetterPerson
  /** The dialog's own person, where another one is answered in it. */
  cc: LetterPerson[]
  subject: string
  text: string
  html: string
  inReplyTo: string
  references: string[]
  headers: { [name: string]: string }
  files: LetterFile[]
}

const personSchema = z.object({ name: z.string(), address: z.string() })

export const letterPlanSchema: z.ZodType<LetterPlan> = z.object({
  callId: z.string(),
  messageId: z.string(),
  date: z.number(),
  from: personSchema,
  to: personSchema,
  cc: z.array(personSchema).default([]),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  inReplyTo: z.string(),
  references: z.array(z.string()),
  headers: z.record(z.string(), z.string()),
  files: z.array(
    z.object({
      media: z.string() as unknown as z.ZodType<MediaRef>,
      name: z.string(),
      mime: z.string(),
      bytes: z.number(),
    })
  ),
})

export type LetterInput = {
  readonly op: SendOp
  readonly callId: string
  readonly date: number
  readonly settings: Pick<Settings, 'address' | 'senderName' | 'signature' | 'groupLetters'>
  /** Of the dialog written to, if it has letters. */
  readonly thread: Thread | undefined
  readonly files: readonly LetterFile[]
}

const mostReferences = 20

export function opToLetter(input: LetterInput): LetterPlan {
  const { op, callId, settings } = input
  const source = answered(input)
  const origin = source?.messageId === '' ? undefined : source
  const text = op.content.kind === 'text' ? op.content.text.text : (op.content.caption?.text ?? '')
  const excerpt = op.replyTo?.excerpt ?? ''
  return {
    callId,
    messageId: messageIdFor(callId, settings.address),
    date: input.date,
    from: {
      name: cleanLine(settings.senderName || (op.author?.name ?? '')),
      address: settings.address,
    },
    ...recipients(input, source),
    subject: subjectFor(input, origin, text),
    text: textBody(text, settings.signature, excerpt),
    html: htmlBody(text, settings.signature, excerpt),
    inReplyTo: origin?.messageId ?? '',
    references: origin === undefined ? [] : shortened([...origin.references, origin.messageId]),
    headers: machineHeaders(op, callId, origin !== undefined, settings.address),
    files: [...input.files],
  }
}

export function messageIdFor(callId: string, address: string): string {
  return `${callId}@${domainOf(address)}`
}

export function recipientOf(op: SendOp): string {
  return op.to.by === 'chat' ? addressOf(op.to.chat) : addressKey(writtenTo(op.to))
}

/** The dialog the letter begins or continues. */
export function chatFor(
  op: SendOp,
  callId: string,
  settings: Pick<Settings, 'address' | 'groupLetters'>
): ReturnType<typeof dialogOf> {
  if (op.to.by === 'chat') return op.to.chat
  const thread = settings.groupLetters
    ? threadName(messageIdFor(callId, settings.address))
    : undefined
  return dialogOf(writtenTo(op.to), thread)
}

/** Nothing but addresses of letters is declared, so core lets nothing else through. */
function writtenTo(to: Exclude<SendOp['to'], { by: 'chat' }>): string {
  return to.by === 'phone' ? to.e164 : to.value
}

type Origin = {
  readonly messageId: string
  readonly references: readonly string[]
  readonly subject: string
  readonly writer: string
}

const referenceSchema = z.object({
  messageId: z.string().min(1),
  references: z.array(z.string()).default([]),
  subject: z.string().default(''),
  writer: z.string().default(''),
})

/** The letter that is answered: the one named, else the dialog's last; none when a new subject begins a new thread. */
function answered({ op, thread }: LetterInput): Origin | undefined {
  const named = referenceSchema.safeParse(op.replyTo?.data)
  const origin = named.success ? named.data : thread
  if (origin === undefined) return undefined
  const begins =
    op.subject !== undefined &&
    op.subject.trim() !== '' &&
    subjectKey(op.subject, true) !== subjectKey(origin.subject, true)
  return begins ? undefined : origin
}

/** Whoever asked gets the answer, and so does the person that the dialog is with. */
function recipients(
  { op, thread, settings }: LetterInput,
  origin: Origin | undefined
): Pick<LetterPlan, 'to' | 'cc'> {
  const client = recipientOf(op)
  const asked = addressKey(origin?.writer ?? '')
  const isOther =
    isAddress(asked) && ![addressKey(client), addressKey(settings.address)].includes(asked)
  const lastWriter = thread === undefined || thread.writer === '' ? client : thread.writer
  const person = (address: string): LetterPerson => ({
    name: address === lastWriter ? cleanLine(thread?.name ?? '') : '',
    address,
  })
  return isOther ? { to: person(asked), cc: [person(client)] } : { to: person(client), cc: [] }
}

const longestSubject = 60

function subjectFor({ op, thread }: LetterInput, origin: Origin | undefined, text: string): string {
  if (origin !== undefined) return answerSubject(origin.subject)
  const own = cleanLine(op.subject ?? '')
  if (own !== '') return own.slice(0, 500)
  if (thread !== undefined) return answerSubject(thread.subject)
  const line = cleanLine(text.split('\n').find((one) => one.trim() !== '') ?? '')
  return line.length > longestSubject ? `${line.slice(0, longestSubject - 1)}…` : line
}

/** First and last ids kept, twenty at most. */
function shortened(ids: readonly string[]): string[] {
  const unique = [...new Set(ids)]
  return unique.length <= mostReferences
    ? unique
    : [...unique.slice(0, 1), ...unique.slice(1 - mostReferences)]
}

/** What the product sends by itself says so, or two machines would write to each other for ever. */
function machineHeaders(
  op: SendOp,
  callId: string,
  isAnswer: boolean,
  address: string
): { [name: string]: string } {
  const own = { 'X-Svyaz-Id': callId }
  switch (op.by) {
    case 'operator':
      return own
    case 'robot':
      return {
        ...own,
        'Auto-Submitted': isAnswer ? 'auto-replied' : 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        'Precedence': 'auto_reply',
        'X-Svyaz-Auto': '1',
      }
    case 'marketing':
      return {
        ...own,
        'Precedence': 'bulk',
        'X-Auto-Response-Suppress': 'OOF, AutoReply',
        'List-Unsubscribe': `<mailto:${address}?subject=unsubscribe>`,
      }
  }
}

/** What comes back in `MessageRef.data` of a letter of ours. */
export function dataOfPlan(plan: LetterPlan): Json {
  const { messageId, references, subject } = plan
  return {
    messageId,
    references,
    subject,
    ...(plan.cc.length === 0 ? {} : { writer: plan.to.address }),
  }
}
