import type { RowStore, Sql, Word } from '../store.ts'
import type { Database } from './database.ts'
import {
  endedColumns,
  leavingColumns,
  storedColumns,
  toEnded,
  type EndedRecord,
} from './row_record.ts'

/** First the locks, in order: a begin mark that is being written is waited for. */
const lock = `select seq from svyaz.outbox_row where seq = any($1::bigint[]) order by seq for update`

/** Then, with a snapshot taken after the locks, those without a mark. */
const cancel = `
with moved as (
  delete from svyaz.outbox_row r
  where r.seq = any($1::bigint[]) and r.begun_at is null
    and not exists (select 1 from svyaz.outbox_begun b where r.seq = any(b.seqs))
  returning r.*
),
r as (
  insert into svyaz.outbox_ended (${storedColumns}, state, ended_at)
  select ${leavingColumns}, 'cancelled', svyaz.now_ms() from moved returning *
)
select ${endedColumns} from r join svyaz.outbox_lane l on l.no = r.lane`

export function createCancel(
  database: Database,
  tellAfter: (tx: Sql, word: Word) => void
): RowStore<Sql>['cancel'] {
  return async (tx, ids) => {
    if (ids.length === 0) return []
    await database.query(lock, [ids], tx)
    const ended = (await database.query<EndedRecord>(cancel, [ids], tx)).map(toEnded)
    for (const { owner, id } of ended) tellAfter(tx, { about: 'cancelled', owner, ids: [id] })
    return ended
  }
}
