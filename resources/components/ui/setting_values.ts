/** What a plugin's form begins with and sends: pure. */
import type { FieldView } from '@app/lines/views'

export type Values = { [field: string]: unknown }

/** What a person sent last in one step of a login: its title, its fields as they stood, what was in them. */
export type Typed = {
  readonly step: string
  readonly names: readonly string[]
  readonly values: Values
}

/** A condition on a field that this form doesn't have is met: the form was cut for one case of it. */
export function isShown(field: FieldView, values: Values, form: readonly FieldView[]): boolean {
  const { when } = field
  if (when === undefined || !form.some(({ name }) => name === when.field)) return true
  return when.is.some((wanted) => wanted === values[when.field])
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

/**
 * Only what is on screen. An empty field is left out, and a secret that wasn't typed stays as it is; but what was there and
 * has been cleared is told: `known` is what the server has now.
 */
export function valuesToSend(
  fields: readonly FieldView[],
  values: Values,
  known: Readonly<Values> = {}
): Values {
  const sent: Values = {}
  for (const field of fields) {
    if (!isShown(field, values, fields)) continue
    const value = values[field.name]
    const isEmpty = value === undefined || value === ''
    const had = known[field.name]
    if (!isEmpty) sent[field.name] = value
    else if (field.type !== 'secret' && had !== undefined && had !== null && had !== '')
      sent[field.name] = emptied(field)
  }
  return sent
}

function emptied(field: FieldView): unknown {
  if (field.default !== undefined && field.default !== null) return field.default
  return field.type === 'number' ? null : ''
}
