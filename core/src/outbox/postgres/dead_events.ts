import { accountId, companyId } from '../../ids.ts'
import type { DeadEvent, DeadEventStore, Sql } from '../store.ts'
import type { Database } from './database.ts'

const columns = `id::text as id, company_id::text as company_id, account, event, error, at::float8 as at`
const add = `
insert into svyaz.dead_event (company_id, account, event, error, at) values ($1, $2, $3, $4, svyaz.now_ms())`
/** Index dead_event_at. */
const list = `select ${columns} from svyaz.dead_event where company_id = $1 order by at desc limit $2`
/** Index dead_event_at. */
const count = `
select account, count(*)::float8 as count from svyaz.dead_event where company_id = $1 group by account`
const take = `select ${columns} from svyaz.dead_event where company_id = $1 and id::text = $2 for update skip locked`
const remove = `delete from svyaz.dead_event where company_id = $1 and id::text = $2`
const setError = `update svyaz.dead_event set error = $3 where company_id = $1 and id::text = $2`

type DeadEventRecord = {
  id: string
  company_id: string
  account: string
  event: Uint8Array
  error: string
  at: number
}

export function postgresDeadEvents(database: Database): DeadEventStore<Sql> {
  return {
    add: async (tx, { company, account, event, error }) => {
      await database.query(add, [company, account, Buffer.from(event), error], tx)
    },
    list: async (company, limit) =>
      (await database.query<DeadEventRecord>(list, [company, limit])).map(toDeadEvent),
    count: async (company) => {
      const rows = await database.query<{ account: string; count: number }>(count, [company])
      return new Map(rows.map((row) => [accountId(row.account), row.count]))
    },
    take: async (tx, company, id) => {
      const [found] = await database.query<DeadEventRecord>(take, [company, id], tx)
      return found === undefined ? undefined : toDeadEvent(found)
    },
    remove: async (tx, company, id) => {
      await database.query(remove, [company, id], tx)
    },
    setError: async (tx, company, id, error) => {
      await database.query(setError, [company, id, error], tx)
    },
  }
}

function toDeadEvent({ company_id: company, account, ...rest }: DeadEventRecord): DeadEvent {
  return { ...rest, company: companyId(company), account: accountId(account) }
}
