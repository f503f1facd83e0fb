import { filterSchema } from '#app/inbox/inbox_validator'
import vine from '@vinejs/vine'

const name = () => vine.string().trim().minLength(1).maxLength(60)

export const viewValidator = vine.create({
  name: name(),
  shared: vine.boolean(),
  filter: filterSchema.clone(),
})

export const viewChangeValidator = vine.create({
  name: name().optional(),
  filter: filterSchema.clone().optional(),
})
