import type { Sql } from '@svyaz/core'
import { countByLine } from './queries/count_by_line.js'
import { countDialogs } from './queries/count_dialogs.js'
import { findSeq } from './queries/find_seq.js'
import type { Counters } from './views.js'

export async function listCounters(
  sql: Sql,
  of: { readonly company: string; readonly member: string }
): Promise<Counters> {
  const { seq } = await findSeq(sql, of.company)
  const [dialogs, lines] = await Promise.all([
    countDialogs(sql, of.company, of.member),
    countByLine(sql, of.company, of.member),
  ])
  return { ...dialogs, lines, seq }
}
