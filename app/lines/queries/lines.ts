import database from '#app/database/service'
import type { CompanyId, Sql } from '@svyaz/core'

export type LineRecord = { readonly id: string; readonly name: string }

export async function companyLines(company: CompanyId): Promise<LineRecord[]> {
  return database.rows<LineRecord>(
    'select id, name from lines where company_id = $1 order by created_at, id',
    [company]
  )
}

export async function findLine(company: CompanyId, id: string): Promise<LineRecord | undefined> {
  return database.row<LineRecord>('select id, name from lines where company_id = $1 and id = $2', [
    company,
    id,
  ])
}

export async function insertLine(
  sql: Pick<Sql, 'query'>,
  company: CompanyId,
  line: LineRecord
): Promise<void> {
  await sql.query('insert into lines (company_id, id, name) values ($1, $2, $3)', [
    company,
    line.id,
    line.name,
  ])
}

export async function renameLine(company: CompanyId, id: string, name: string): Promise<boolean> {
  const { rowCount } = await database.query(
    'update lines set name = $3 where company_id = $1 and id = $2',
    [company, id, name]
  )
  return rowCount === 1
}
