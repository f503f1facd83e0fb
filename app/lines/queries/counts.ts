import database from '#app/database/service'
import type { CompanyId } from '@svyaz/core'

type Row = { readonly account: string; readonly count: number }

/** Messages that are not out yet. Index message_parts_waiting. */
export async function waitingByAccount(company: CompanyId): Promise<ReadonlyMap<string, number>> {
  return toMap(
    await database.rows<Row>(
      `select m.account_id as account, count(distinct m.id)::int as count
         from message_parts p join messages m on m.company_id = p.company_id and m.id = p.message_id
        where p.company_id = $1 and p.status = 'queued' group by m.account_id`,
      [company]
    )
  )
}

/** Messages that failed or may not have arrived. */
export async function troublesByAccount(company: CompanyId): Promise<ReadonlyMap<string, number>> {
  return toMap(
    await database.rows<Row>(
      `select d.account_id as account, count(*)::int as count
         from troubles t join dialogs d on d.company_id = t.company_id and d.id = t.dialog_id
        where t.company_id = $1 group by d.account_id`,
      [company]
    )
  )
}

function toMap(rows: readonly Row[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ account, count }) => [account, count]))
}
