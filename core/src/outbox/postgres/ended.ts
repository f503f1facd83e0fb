import type { RowStore, Sql, Word } from '../store.ts'
import { wordsAbout } from '../words.ts'
import type { Database } from './database.ts'
import {
  endedColumns,
  leavingColumns,
  rowColumns,
  storedColumns,
  toEnded,
  toRow,
  type EndedRecord,
  type RowRecord,
} from './row_record.ts'

const find = `
select ${endedColumns} from svyaz.outbox_ended r join svyaz.outbox_lane l on l.no = r.lane
where r.seq = any($1::bigint[]) for update of r`

const requeuedColumns = `seq, owner, priority, place, sub, key, step, call_id, not_before, batch, kept, input,
  to_group, first_contact`

/** As if just enqueued, in its old place, and under its lane's negative number before its date; what the plugin kept stays. */
const requeue = `
with back as (
  delete from svyaz.outbox_ended where seq = any($1::bigint[]) and state <> 'cancelled' returning *
),
r as (
  insert into svyaz.outbox_row (${requeuedColumns}, created_at, lane)
  select ${requeuedColumns}, t.now, case when not_before > t.now then -lane else lane end
  from back cross join (select svyaz.now_ms() as now) t returning *
)
select ${rowColumns} from r join svyaz.outbox_lane l on l.no = abs(r.lane)`

const giveUp = `
update svyaz.outbox_ended set state = 'failed' where seq = any($1::bigint[]) and state = 'uncertain'`

const drop = `delete from svyaz.outbox_ended where seq = any($1::bigint[])`

/** Rare, so it has no index of its own: it reads what the owner has waiting. */
const failKey = `
with moved as (
  delete from svyaz.outbox_row r using svyaz.outbox_lane l
  where l.owner = $1 and r.lane in (l.no, -l.no) and r.key = $2
  returning r.*
),
r as (
  insert into svyaz.outbox_ended (${storedColumns}, state, failure, ended_at)
  select ${leavingColumns}, 'failed', $3, svyaz.now_ms() from moved returning *
)
select ${rowColumns} from r join svyaz.outbox_lane l on l.no = r.lane order by r.place, r.sub`

type Ended = Pick<RowStore<Sql>, 'ended' | 'requeue' | 'giveUp' | 'drop' | 'failKey'>

export function createEnded(database: Database, tellAfter: (tx: Sql, word: Word) => void): Ended {
  return {
    ended: async (tx, ids) => (await database.query<EndedRecord>(find, [ids], tx)).map(toEnded),
    requeue: async (tx, ids) => {
      const rows = (await database.query<RowRecord>(requeue, [ids], tx)).map(toRow)
      for (const word of wordsAbout(rows)) tellAfter(tx, word)
      return rows
    },
    giveUp: async (tx, ids) => {
      await database.query(giveUp, [ids], tx)
    },
    drop: async (tx, ids) => {
      await database.query(drop, [ids], tx)
    },
    failKey: async (tx, owner, key, failure) =>
      (await database.query<RowRecord>(failKey, [owner, key, JSON.stringify(failure)], tx)).map(
        toRow
      ),
  }
}
