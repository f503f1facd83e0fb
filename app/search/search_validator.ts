import vine from '@vinejs/vine'

export const searchValidator = vine.create({
  /** The body parser makes null of an empty one. */
  q: vine.string().maxLength(200).nullable(),
  line: vine.string().uuid().optional(),
  channel: vine.string().maxLength(60).optional(),
  dialog: vine.string().uuid().optional(),
  cursor: vine.string().uuid().optional(),
})
