import { Exception } from '@adonisjs/core/exceptions'
import type { Problem as ProblemBody } from '#app/inbox/views'
import type { FailureData } from '@svyaz/core'

/**
 * A refusal that a person reads: its words are `server.<code>` in resources/lang, with these parameters. Answered as RFC 9457
 * where JSON is wanted, as a page else.
 */
export class Problem extends Exception {
  readonly params: { readonly [name: string]: string | number }
  /** Words that came with the failure instead of those of the code: a plugin's. */
  readonly failure: FailureData | undefined

  constructor(
    status: number,
    code: `E_${string}`,
    params: { readonly [name: string]: string | number } = {},
    failure?: FailureData
  ) {
    super(code, { status, code })
    this.params = params
    this.failure = failure
  }
}

/** About one field of what was sent: told at the field as well. */
export class FieldProblem extends Problem {
  readonly field: string

  constructor(field: string, { status, code, params, failure }: Problem) {
    super(status, (code ?? 'E_VALIDATION') as `E_${string}`, params, failure)
    this.field = field
  }
}

/** A plugin's form was filled in wrongly: one line per field. */
export class FieldsProblem extends Problem {
  readonly errors: NonNullable<ProblemBody['errors']>

  constructor(errors: NonNullable<ProblemBody['errors']>) {
    super(422, 'E_VALIDATION')
    this.errors = errors
  }
}

/** Also of what belongs to another company: nobody learns that it exists. */
export function notFound(): Problem {
  return new Problem(404, 'E_NOT_FOUND')
}

/** What core refuses reaches a person in the plugin's words. */
export function refused(failure: FailureData): Problem {
  if (failure.code === 'E_SETTINGS_CHANGED') return new Problem(409, failure.code, {}, failure)
  const statuses: Partial<Record<FailureData['kind'], number>> = {
    rate_limited: 429,
    transient: 503,
    disconnected: 503,
  }
  return new Problem(statuses[failure.kind] ?? 422, failure.code, {}, failure)
}
