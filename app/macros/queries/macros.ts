import { toJsonb } from '#app/inbox/to_jsonb'
import type { CompanyId, Sql } from '@svyaz/core'
import type { MacroStep } from '../steps.js'

/** `member`: whose it is; null: the company's. */
export type MacroRow = {
  readonly id: string
  readonly member: string | null
  readonly name: string
  readonly steps: readonly MacroStep[]
}

type Reading = Pick<Sql, 'query'>

const visible = `
  select id, member_id as member, name, steps from macros
  where company_id = $1 and (member_id is null or member_id = $2)`

/** The company's and one's own, by name; index macros_member. No locks. */
export async function findMacros(
  sql: Reading,
  company: CompanyId,
  member: string
): Promise<readonly MacroRow[]> {
  const { rows } = await sql.query<MacroRow>(`${visible} order by name, id limit 500`, [
    company,
    member,
  ])
  return rows
}

/** Somebody else's own doesn't exist. Primary key; no locks. */
export async function findMacro(
  sql: Reading,
  company: CompanyId,
  member: string,
  id: string
): Promise<MacroRow | undefined> {
  return (await sql.query<MacroRow>(`${visible} and id = $3`, [company, member, id])).rows[0]
}

export async function writeMacro(tx: Reading, company: CompanyId, row: MacroRow): Promise<void> {
  await tx.query(
    `insert into macros (company_id, id, member_id, name, steps) values ($1, $2, $3, $4, $5)
     on conflict (company_id, id) do update
       set member_id = excluded.member_id, name = excluded.name, steps = excluded.steps`,
    [company, row.id, row.member, row.name, toJsonb(row.steps)]
  )
}

export async function deleteMacroRow(tx: Reading, company: CompanyId, id: string): Promise<void> {
  await tx.query('delete from macros where company_id = $1 and id = $2', [company, id])
}

export async function countMacros(
  tx: Reading,
  company: CompanyId,
  member: string | null
): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select count(*)::int as count from macros where company_id = $1 and member_id is not distinct from $2`,
    [company, member]
  )
  return rows[0]?.count ?? 0
}
