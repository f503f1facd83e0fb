import { notFound } from '#app/http/problem'
import { findOriginal } from './queries/find_original.js'
import type { CompanyId, MediaStore, Sql } from '@svyaz/core'

/** What a browser is given at once; a longer letter is cut. */
const mostBytes = 4 * 1024 * 1024

/** A letter's sanitised HTML. Throws 404 when there is none, also of another company. */
export async function readOriginal(
  sql: Sql,
  media: (company: CompanyId) => MediaStore,
  of: { readonly company: CompanyId; readonly message: string }
): Promise<string> {
  const ref = await findOriginal(sql, of.company, of.message)
  if (ref === undefined) throw notFound()
  const { stream } = await media(of.company).open(ref, { from: 0, to: mostBytes - 1 })
  return new Response(stream).text()
}
