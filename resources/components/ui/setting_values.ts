/** What a plugin's form begins with and sends: pure. */
import type { FieldView } from '@app/lines/views'

export type Values = { [field: string]: unknown }

export function isShown(field: FieldView, values: Values): boolean {
  if (field.when === undefined) return true
  const other = values[field.when.field]
  return field.when.is.some((wanted) => wanted === other)
}

export function firstValues(fields: readonly FieldView[], known: Readonly<Values>): Values {
  return Object.fromEntries(
    fields.map((field) => [field.name, known[field.name] ?? field.default ?? emptyOf(field)])
  )
}

function emptyOf(field: FieldView): unknown {
  if (field.type === 'switch') return false
  if (field.type === 'tags') return []
  if (field.type === 'choice') return Object.keys(field.options ?? {})[0]
  return undefined
}

/** Only what is on screen; an empty field that isn't required is left out, and a secret that wasn't typed stays as it is. */
export function valuesToSend(fields: readonly FieldView[], values: Values): Values {
  const shown = fields.filter((field) => isShown(field, values))
  return Object.fromEntries(
    shown
      .map((field): [string, unknown] => [field.name, values[field.name]])
      .filter(([, value]) => value !== undefined && value !== '')
  )
}
