import { isDatabaseAway, isUnstorable } from '#app/database/trouble'
import { localeOf } from '#app/http/locale'
import { FieldProblem, FieldsProblem, Problem, refused } from '#app/http/problem'
import type { Problem as ProblemBody } from '#app/inbox/views'
import type { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { isFailure } from '@svyaz/core'

export type { ProblemBody }

type Thrown = {
  readonly status?: number
  readonly code?: string
  readonly messages?: readonly {
    readonly field: string
    readonly rule: string
    readonly message: string
  }[]
}

/** Known codes keep their own words; everything else that a client caused is told by its status. */
const known = new Set([
  'E_BAD_CSRF_TOKEN',
  'E_REQUEST_ENTITY_TOO_LARGE',
  'E_TOO_MANY_REQUESTS',
  'E_UNAUTHORIZED_ACCESS',
  'E_INVALID_CREDENTIALS',
])

const byStatus: { readonly [status: number]: `E_${string}` } = {
  400: 'E_BAD_REQUEST',
  401: 'E_UNAUTHORIZED_ACCESS',
  403: 'E_FORBIDDEN',
  404: 'E_NOT_FOUND',
  413: 'E_REQUEST_ENTITY_TOO_LARGE',
  415: 'E_BAD_REQUEST',
  429: 'E_TOO_MANY_REQUESTS',
}

/** What went wrong, in the person's language. Nothing of an unforeseen error's own words goes out. */
export function toProblem(error: unknown, ctx: HttpContext): ProblemBody {
  const problem = isFailure(error) ? refused(error.data) : error
  const i18n = i18nManager.locale(localeOf(ctx))
  if (problem instanceof FieldsProblem)
    return {
      ...body(422, 'E_VALIDATION', i18n.t('server.E_VALIDATION'), i18n.t(titleKey(422))),
      errors: problem.errors,
    }
  if (problem instanceof Problem) {
    const detail = problem.failure
      ? problem.failure.reason[localeOf(ctx)]
      : i18n.t(`server.${problem.code}`, { ...problem.params })
    const code = (problem.code ?? 'E_SERVER') as `E_${string}`
    return {
      ...body(problem.status, code, detail, i18n.t(titleKey(problem.status))),
      ...(problem instanceof FieldProblem
        ? { errors: [{ pointer: `/${problem.field}`, code, detail }] }
        : {}),
    }
  }
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as Thrown
  if (thrown.code === 'E_VALIDATION_ERROR') return validation(thrown, i18n)
  const status = statusOf(error, thrown)
  const code = codeOf(thrown, status)
  return body(status, code, i18n.t(`server.${code}`), i18n.t(titleKey(status)))
}

/** URIError: a header or an address with a broken % in it. */
function statusOf(error: unknown, thrown: Thrown): number {
  if (isDatabaseAway(thrown)) return 503
  if (isUnstorable(thrown) || error instanceof URIError) return 400
  return thrown.status ?? 500
}

type Words = { t(key: string): string }

function validation(thrown: Thrown, i18n: Words): ProblemBody {
  const errors = (thrown.messages ?? []).map(({ field, rule, message }) => ({
    pointer: `/${field.split('.').join('/')}`,
    code: rule,
    detail: message,
  }))
  const detail = errors[0]?.detail ?? i18n.t('server.E_VALIDATION')
  return { ...body(422, 'E_VALIDATION', detail, i18n.t(titleKey(422))), errors }
}

function codeOf(thrown: Thrown, status: number): `E_${string}` {
  if (thrown.code !== undefined && known.has(thrown.code)) return thrown.code as `E_${string}`
  if (status === 503) return 'E_DATABASE_AWAY'
  return byStatus[status] ?? (status >= 400 && status < 500 ? 'E_BAD_REQUEST' : 'E_SERVER')
}

function titleKey(status: number): string {
  if (status === 404) return 'server.title_not_found'
  if (status === 403) return 'server.title_forbidden'
  return status >= 500 ? 'server.title_server' : 'server.title_refused'
}

function body(
  status: number,
  code: `E_${string}` | string,
  detail: string,
  title: string
): ProblemBody {
  return { type: 'about:blank', title, status, detail, code: code as `E_${string}` }
}
