import vine from '@vinejs/vine'

const email = () =>
  vine
    .string()
    .trim()
    .maxLength(254)
    .email()
    .transform((value) => value.toLowerCase())

export const signInValidator = vine.create({
  email: email(),
  password: vine.string().minLength(1).maxLength(1000),
})

export const setupValidator = vine.create({
  company: vine.string().trim().minLength(1).maxLength(200),
  name: vine.string().trim().minLength(1).maxLength(200),
  email: email(),
  password: vine.string().minLength(8).maxLength(1000),
  /** Of the browser: a wrong one is no reason to refuse anybody. */
  timeZone: vine.string().maxLength(200).optional(),
})

export const preferencesValidator = vine.create({
  language: vine.enum(['ru', 'en'] as const).optional(),
  theme: vine.enum(['light', 'dark', 'system'] as const).optional(),
  name: vine.string().trim().minLength(1).maxLength(200).optional(),
  preferences: vine.object({}).allowUnknownProperties().optional(),
})
