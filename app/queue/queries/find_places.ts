import type { RowPlace } from '#app/queue/views'
import type { CompanyId, Sql } from '@svyaz/core'

const statement = `
  select found.row, found.message, d.id as dialog, d.title
    from (
      select p.row_id as row, p.message_id as message
        from message_parts p where p.company_id = $1 and p.row_id = any($2::text[])
      union all
      select c.row_id, c.message_id
        from message_acts c where c.company_id = $1 and c.row_id = any($2::text[])
      union all
      select a.download_row, a.message_id
        from attachments a where a.company_id = $1 and a.download_row = any($2::text[])
    ) found
    cross join lateral (
      select m.dialog_id from messages m where m.company_id = $1 and m.id = found.message offset 0
    ) m
    join dialogs d on d.company_id = $1 and d.id = m.dialog_id`

type Found = NonNullable<RowPlace> & { readonly row: string }

/** What rows of the outbox are about. Primary keys and index attachments_download; no locks. */
export async function findPlaces(
  sql: Pick<Sql, 'query'>,
  company: CompanyId,
  rows: readonly string[]
): Promise<ReadonlyMap<string, NonNullable<RowPlace>>> {
  if (rows.length === 0) return new Map()
  const found = await sql.query<Found>(statement, [company, rows])
  return new Map(found.rows.map(({ row, ...place }) => [row, place]))
}
