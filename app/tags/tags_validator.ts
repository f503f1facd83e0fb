import vine from '@vinejs/vine'

const colours = ['neutral', 'primary', 'success', 'warning', 'error', 'info'] as const
const name = () => vine.string().trim().minLength(1).maxLength(60)

export const tagValidator = vine.create({ name: name(), colour: vine.enum(colours).optional() })

export const tagChangeValidator = vine.create({
  name: name().optional(),
  colour: vine.enum(colours).optional(),
})
