import vine from '@vinejs/vine'

export const peopleValidator = vine.create({
  account: vine.string().uuid(),
  q: vine.string().maxLength(320).nullable().optional(),
  cursor: vine.string().maxLength(1000).optional(),
})

/** One of `dialog`, or `account` with `address`. */
export const throughValidator = vine.create({
  id: vine.string().uuid(),
  dialog: vine.string().uuid().optional(),
  account: vine.string().uuid().optional().requiredIfMissing('dialog'),
  address: vine.string().trim().maxLength(320).optional().requiredIfMissing('dialog'),
})
