import vine from '@vinejs/vine'

const name = () => vine.string().trim().minLength(1).maxLength(120)

export const lineValidator = vine.create({ name: name() })

export const accountValidator = vine.create({
  name: name().optional(),
  line: vine.string().uuid().optional(),
  settings: vine.object({}).allowUnknownProperties().optional(),
  /** Of the settings the form was filled from. */
  settingsVersion: vine.string().maxLength(60).optional(),
})

export const loginValidator = vine.create({
  plugin: vine.string().maxLength(60),
  flow: vine.string().maxLength(60),
  again: vine.string().uuid().optional(),
})

export const answerValidator = vine.create({
  values: vine.object({}).allowUnknownProperties().optional(),
  action: vine.string().maxLength(60).optional(),
})
