import vine from '@vinejs/vine'

const fileKinds = ['image', 'video', 'audio', 'voice', 'document'] as const

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
}

export const listValidator = vine.create({
  view: vine.enum(['all', 'unread', 'unanswered'] as const).optional(),
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
}

/** The body parser makes null of an empty text. */
export function messageInput(said: Said) {
  const { id, text, files, replyTo, subject } = said
  return {
    id,
    text: text ?? '',
    files: files ?? [],
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(subject === undefined ? {} : { subject }),
  }
}
