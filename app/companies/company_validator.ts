import vine from '@vinejs/vine'

export const companyValidator = vine.create({ timeZone: vine.string().trim().maxLength(64) })
