import vine from '@vinejs/vine'

/** Letters, and how many questions. */
export const longest = {
  section: 80,
  title: 120,
  text: 10_000,
  question: 200,
  questions: 20,
} as const

const uuid = () => vine.string().uuid()
const name = (most: number) => vine.string().trim().minLength(1).maxLength(most)

export const searchValidator = vine.create({
  q: vine.string().maxLength(400).optional(),
  section: uuid().optional(),
})

const reply = {
  section: uuid().nullable(),
  title: name(longest.title),
  text: vine.string().maxLength(longest.text).nullable().optional(),
  questions: vine
    .array(vine.string().maxLength(longest.question))
    .maxLength(longest.questions)
    .optional(),
  attachments: vine
    .array(
      vine.object({
        media: uuid(),
        name: vine.string().maxLength(200),
        as: vine.enum(['image', 'video', 'audio', 'voice', 'document'] as const),
      })
    )
    .maxLength(10)
    .optional(),
}

export const newReplyValidator = vine.create({ id: uuid(), before: uuid().optional(), ...reply })
export const replyValidator = vine.create(reply)
export const moveReplyValidator = vine.create({
  section: uuid().nullable(),
  before: uuid().optional(),
})

export const newSectionValidator = vine.create({
  parent: uuid().nullable(),
  name: name(longest.section),
})
export const sectionValidator = vine.create({ name: name(longest.section) })
export const moveSectionValidator = vine.create({
  parent: uuid().nullable(),
  before: uuid().optional(),
})
export const editorsValidator = vine.create({ members: vine.array(uuid()).maxLength(200) })
