import vine from '@vinejs/vine'

const id = () => vine.string().uuid()

/** null: nobody. */
export const assignValidator = vine.create({ responsible: id().nullable().optional() })

export const tagValidator = vine.create({
  add: vine.array(id()).maxLength(30).optional(),
  remove: vine.array(id()).maxLength(30).optional(),
})

export const onValidator = vine.create({ on: vine.boolean() })

/** Epoch milliseconds; null: back at once. */
export const snoozeValidator = vine.create({
  until: vine.number().withoutDecimals().min(0).max(Number.MAX_SAFE_INTEGER).nullable().optional(),
})

/** What the closing answered. */
export const closedValidator = vine.create({
  ticket: id().nullable().optional(),
  unanswered: vine.boolean(),
})
