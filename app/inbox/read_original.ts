import { notFound } from '#app/http/problem'
import { findOriginal } from './queries/find_original.js'
import type { CompanyId, MediaStore, Sql } from '@svyaz/core'

/** What a browser is given at once; a longer letter is cut. */
const mostBytes = 4 * 1024 * 1024

/**
 * A letter as HTML that may be shown: sanitised when it came, or, of a letter that could not be read, its source as plain
 * text. Throws 404 when there is none, also of another company.
 */
export async function readOriginal(
  sql: Sql,
  media: (company: CompanyId) => MediaStore,
  of: { readonly company: CompanyId; readonly message: string }
): Promise<string> {
  const ref = await findOriginal(sql, of.company, of.message)
  if (ref === undefined) throw notFound()
  const { stream, mime } = await media(of.company).open(ref, { from: 0, to: mostBytes - 1 })
  const text = await new Response(stream).text()
  return mime.startsWith('text/html') ? text : `<pre>${asText(text)}</pre>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function asText(source: string): string {
  return source.replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)
}
