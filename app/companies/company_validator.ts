import { mostIdleHours } from '#app/companies/idle_hours'
import vine from '@vinejs/vine'

export const companyValidator = vine.create({
  timeZone: vine.string().trim().maxLength(64).optional(),
  idleHours: vine.number().withoutDecimals().range([0, mostIdleHours]).optional(),
})
