import vine from '@vinejs/vine'
import { validate } from 'uuid'

export const fileKinds = ['image', 'video', 'audio', 'voice', 'document'] as const

const message = {
  id: vine.string().uuid(),
  text: vine.string().maxLength(100_000).nullable().optional(),
  files: vine
    .array(
      vine.object({
        media: vine.string().uuid(),
        name: vine.string().maxLength(200),
        as: vine.enum(fileKinds),
      })
    )
    .maxLength(50)
    .optional(),
  replyTo: vine.string().uuid().optional(),
  subject: vine.string().maxLength(500).optional(),
  draft: vine.number().min(1).max(Number.MAX_SAFE_INTEGER).withoutDecimals().optional(),
}

const views = ['all', 'unread', 'unanswered', 'snoozed', 'blacklisted'] as const
const mostTags = 10
const responsible = () => vine.string().regex(/^(?:me|nobody|[0-9a-f-]{36})$/)

/** What is no id says nothing. */
export function idsIn(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .filter((id) => validate(id))
    .slice(0, mostTags)
}

/** A filter that is kept under a name. */
export const filterSchema = vine.object({
  view: vine.enum(views),
  responsible: responsible().optional(),
  tags: vine.array(vine.string().uuid()).maxLength(mostTags).optional(),
  line: vine.string().uuid().optional(),
  channel: vine.string().maxLength(60).optional(),
})

export const listValidator = vine.create({
  view: vine.enum(views).optional(),
  responsible: responsible().optional(),
  /** Ids with commas between them. */
  tags: vine.string().maxLength(400).optional(),
  line: vine.string().uuid().optional(),
  channel: vine.string().maxLength(60).optional(),
  q: vine.string().maxLength(200).optional(),
  cursor: vine.string().maxLength(80).optional(),
})

export const messagesValidator = vine.create({
  before: vine.string().uuid().optional(),
  after: vine.string().uuid().optional(),
  around: vine.string().uuid().optional(),
})

export const sendValidator = vine.create(message)

const dueAt = () => vine.number().withoutDecimals().min(0).max(Number.MAX_SAFE_INTEGER)

export const scheduleValidator = vine.create({ ...message, dueAt: dueAt() })

export const scheduleChangeValidator = vine.create({
  dueAt: dueAt().optional(),
  text: vine.string().maxLength(100_000).optional(),
})

export const startValidator = vine.create({
  ...message,
  account: vine.string().uuid(),
  address: vine.string().trim().maxLength(320),
})

export const readValidator = vine.create({ upTo: vine.string().uuid().optional() })

export const typingValidator = vine.create({ on: vine.boolean() })

export const decideValidator = vine.create({
  decision: vine.enum(['was_sent', 'send_again', 'give_up'] as const),
})

export const editValidator = vine.create({
  text: vine.string().maxLength(100_000).nullable(),
})

export const reactionValidator = vine.create({ emoji: vine.string().maxLength(64).nullable() })

export const settleValidator = vine.create({
  decision: vine.enum(['repeat', 'forget'] as const),
})

export const changesValidator = vine.create({
  after: vine.number().min(0).max(Number.MAX_SAFE_INTEGER).withoutDecimals(),
})

export const pictureValidator = vine.create({
  src: vine.string().maxLength(4000),
  pass: vine.string().maxLength(2000),
})

type Said = {
  readonly id: string
  readonly text?: string | null | undefined
  readonly files?:
    readonly { media: string; name: string; as: (typeof fileKinds)[number] }[] | undefined
  readonly replyTo?: string | undefined
  readonly subject?: string | undefined
  readonly draft?: number | undefined
}

/** The body parser makes null of an empty text. */
export function messageInput(said: Said) {
  const { id, text, files, replyTo, subject, draft } = said
  return {
    id,
    text: text ?? '',
    files: files ?? [],
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(subject === undefined ? {} : { subject }),
    ...(draft === undefined ? {} : { draft }),
  }
}
