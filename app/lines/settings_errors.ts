import { FieldsProblem } from '#app/http/problem'
import type { Locale } from '#app/http/shared_props'
import { z } from 'zod'

type Values = { readonly [field: string]: unknown }

/** Checks only the fields that were sent, under the pointer of their form. */
export function assertFields(
  schema: z.ZodObject,
  values: Values,
  locale: Locale,
  pointer: string
): void {
  const errors = Object.entries(values).flatMap(([name, value]) => {
    const field = schema.shape[name] as z.ZodType | undefined
    if (!field) return []
    const words = (locale === 'ru' ? z.locales.ru() : z.locales.en()).localeError
    const issue = field.safeParse(value, { error: words }).error?.issues[0]
    if (!issue) return []
    return [
      { pointer: `${pointer}/${name}`, code: issue.code, detail: inOne(issue.message, locale) },
    ]
  })
  if (errors.length > 0) throw new FieldsProblem(errors)
}

/** A schema's own messages may hold both languages, Russian first: `Напишите имя / Write a name`. */
function inOne(message: string, locale: Locale): string {
  const [ru, en] = message.split(' / ')
  return ru !== undefined && en !== undefined ? { ru, en }[locale] : message
}
