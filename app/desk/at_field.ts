import { FieldProblem, Problem, refused } from '#app/http/problem'
import { isFailure } from '@svyaz/core'

/** Fields of a first message, by what core or the desk finds wrong with them. */
const fields: { readonly [code: string]: string } = {
  E_EMPTY: 'text',
  E_TEXT_TOO_LONG: 'text',
  E_FILE_TOO_BIG: 'files',
  E_ALBUM_TOO_BIG: 'files',
  E_KIND_UNSUPPORTED: 'files',
  E_MIME_UNSUPPORTED: 'files',
  E_MEDIA_GONE: 'files',
  E_SUBJECT_UNSUPPORTED: 'subject',
  E_WRITE_FIRST: 'address',
  E_ACCOUNT_GONE: 'account',
}

export function atField(field: string, problem: Problem): FieldProblem {
  return new FieldProblem(field, problem)
}

/** The same error, told at the field it is about, if it is about one. */
export function toField(error: unknown): unknown {
  const problem = isFailure(error) ? refused(error.data) : error
  if (!(problem instanceof Problem) || problem instanceof FieldProblem) return error
  const field = fields[problem.code ?? '']
  return field === undefined ? error : new FieldProblem(field, problem)
}
