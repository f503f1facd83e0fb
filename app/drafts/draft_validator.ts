import { fileKinds } from '#app/inbox/inbox_validator'
import vine from '@vinejs/vine'

/** The body parser makes null of an empty text. */
export const draftValidator = vine.create({
  text: vine.string().maxLength(100_000).nullable().optional(),
  subject: vine.string().maxLength(500).nullable().optional(),
  replyTo: vine.string().uuid().nullable().optional(),
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
  rev: vine.number().min(1).max(Number.MAX_SAFE_INTEGER).withoutDecimals(),
})
