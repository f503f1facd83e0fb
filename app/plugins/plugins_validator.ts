import vine from '@vinejs/vine'

export const switchValidator = vine.create({ enabled: vine.boolean() })

export const instanceValidator = vine.create({
  values: vine.object({}).allowUnknownProperties(),
})
