import { useI18n } from './i18n.ts'
import { NoAnswer, Refused } from './http.ts'

/** What a person is told when a call failed. */
export function useExplain(): (error: unknown) => string {
  const { t } = useI18n()
  return (error) => {
    if (error instanceof NoAnswer) return t('trouble.offline')
    if (!(error instanceof Refused)) return t('trouble.unknown')
    if (error.problem.code === 'E_SESSION_OVER') return t('trouble.session')
    return error.problem.detail || t('trouble.unknown')
  }
}

/** Refusals of single fields, by the field's name: from RFC 9457 pointers like `/values/host`. */
export function fieldErrors(error: unknown): { readonly [field: string]: string } {
  if (!(error instanceof Refused)) return {}
  const entries = (error.problem.errors ?? []).map((one) => [
    one.pointer.replace(/^.*[/.]/, ''),
    one.detail,
  ])
  return Object.fromEntries(entries)
}
