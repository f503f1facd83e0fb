import type { RowStore, Sql, Word } from '../store.ts'
import type { Database } from './database.ts'
import { endedColumns, toEnded, type EndedRecord } from './row_record.ts'

/** First the locks, in order: a begin mark that is being written is waited for. */
const lock = `select seq from svyaz.outbox_row where seq = any($1::bigint[]) order by seq for update`

/** Then, with a snapshot taken after the locks, those without a mark. */
const cancel = `
with moved as (
  delete from svyaz.outbox_row r
  where r.seq = any($1::bigint[]) and r.begun_at is null
    and not exists (select 1 from svyaz.outbox_begun b where b.seq = r.seq)
  returning r.seq, r.owner, abs(r.lane) as lane, r.priority, r.place, r.sub, r.key, r.step, r.call_id, r.attempt,
    r.begun_at, r.retry_at, r.not_before, r.created_at, r.batch, r.kept, r.input
),
r as (
  insert into svyaz.outbox_ended
  select moved.*, 'cancelled', null, svyaz.now_ms() from moved returning *
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
