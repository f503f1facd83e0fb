import type { FieldView } from '#app/lines/views'
import type { FieldMeta } from '@svyaz/core'
import { z } from 'zod'

type JsonSchema = {
  readonly type?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
}

/** Longer texts get several rows. */
const oneLine = 300

/** A form, as a plugin's schema describes it. */
export function fieldsOf(schema: z.ZodObject): FieldView[] {
  return Object.entries(schema.shape).map(([name, field]) => fieldView(name, field as z.ZodType))
}

/** Names of the fields that are stored encrypted and never shown. */
export function secretsOf(schema: z.ZodObject): ReadonlySet<string> {
  return new Set(
    Object.entries(schema.shape)
      .filter(([, field]) => metaOf(field as z.ZodType)?.secret === true)
      .map(([name]) => name)
  )
}

function fieldView(name: string, field: z.ZodType): FieldView {
  const meta = metaOf(field)
  const shape = inner(
    z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' }) as unknown as JsonSchema
  )
  const { secret, options, ...shown } = meta ?? { label: { ru: name, en: name } }
  const names = options ?? namesOf(shape)
  const min = shape.minimum ?? shape.minLength
  const max = shape.maximum ?? shape.maxLength
  return {
    ...shown,
    name,
    type: secret ? 'secret' : typeOf(shape),
    required: !field.safeParse(undefined).success,
    default: secret ? null : (shape.default ?? null),
    ...(names === undefined ? {} : { options: names }),
    ...(isWorthTelling(min) ? { min } : {}),
    ...(isWorthTelling(max) ? { max } : {}),
  }
}

/** Through the field's own copy of zod, which may be the plugin's. */
function metaOf(field: z.ZodType): FieldMeta | undefined {
  return field.meta() as FieldMeta | undefined
}

/** `number | null` and the like: what is left without null. */
function inner(shape: JsonSchema): JsonSchema {
  const choices = shape.anyOf?.filter((each) => each.type !== 'null')
  return choices?.length === 1 ? { ...shape, ...choices[0] } : shape
}

function typeOf(shape: JsonSchema): FieldView['type'] {
  if (shape.enum) return 'choice'
  if (shape.type === 'boolean') return 'switch'
  if (shape.type === 'number' || shape.type === 'integer') return 'number'
  if (shape.type === 'array') return 'tags'
  return (shape.maxLength ?? 0) > oneLine ? 'multiline' : 'text'
}

function namesOf(shape: JsonSchema): FieldMeta['options'] | undefined {
  if (!shape.enum) return undefined
  return Object.fromEntries(
    shape.enum.map((value) => [String(value), { ru: String(value), en: String(value) }])
  )
}

/** zod says the bounds of a safe integer where the author said none. */
function isWorthTelling(bound: number | undefined): bound is number {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER
}
