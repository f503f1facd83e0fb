import { Problem } from '#app/http/problem'
import i18nManager from '@adonisjs/i18n/services/main'
import { isFailure, type FailureData } from '@svyaz/core'

/** Why something was refused, in both languages: nobody is there to be told in one. undefined: no refusal, a fault. */
export function failureOf(error: unknown): FailureData | undefined {
  if (isFailure(error)) return error.data
  if (!(error instanceof Problem)) return undefined
  if (error.failure) return error.failure
  const code = error.code ?? 'E_SERVER'
  const words = (locale: string) =>
    i18nManager.locale(locale).t(`server.${code}`, { ...error.params })
  return {
    kind: 'rejected',
    code: code as FailureData['code'],
    reason: { ru: words('ru'), en: words('en') },
  }
}
