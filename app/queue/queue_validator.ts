import { mostShown } from '#app/queue/queue_parts'
import vine from '@vinejs/vine'

const shown = () => vine.number().min(1).max(mostShown).withoutDecimals().optional()

export const queueValidator = vine.create({
  message: vine.string().uuid().optional(),
  rows: shown(),
  ended: shown(),
})

/** Neither: the account's whole queue. */
export const pauseValidator = vine.create({
  lane: vine.string().maxLength(60).optional(),
  batch: vine.string().maxLength(200).optional(),
})

export const batchValidator = vine.create({ batch: vine.string().maxLength(200) })

const row = () => vine.string().maxLength(60)

export const cancelValidator = vine.create({
  rows: vine.array(row()).minLength(1).maxLength(mostShown),
})

export const retryValidator = vine.create({ row: row() })

export const decideRowValidator = vine.create({
  row: row(),
  decision: vine.enum(['was_sent', 'send_again', 'give_up'] as const),
})

/** As many as a screen shows, and some. */
export const sendTimesValidator = vine.create({ messages: vine.string().maxLength(40 * 100) })
