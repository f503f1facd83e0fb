import type { RowStore, Sql, Word } from '../store.ts'
import { createBegin } from './begin.ts'
import { createCancel } from './cancel.ts'
import type { Database } from './database.ts'
import { createEnded } from './ended.ts'
import { createFinish } from './finish.ts'
import { wordsAbout } from '../words.ts'
import { insertRows } from './insert_rows.ts'
import type { Lanes } from './lanes.ts'
import { createLoad } from './load.ts'
import { createPauses } from './pauses.ts'
import { createPromote } from './promote.ts'
import { createWaiting } from './waiting.ts'

const present = `select seq::text as id from svyaz.outbox_row where seq = any($1::bigint[])`

/** The fence as in `finish`: it may wait for its row, and the owner must not be taken over meanwhile. */
const keep = `
with n as materialized (select no from svyaz.outbox_node where no = $1 for key share)
update svyaz.outbox_row set kept = $5
where seq = $4 and owner = $2
  and exists (select 1 from svyaz.owner where no = $2 and node in (select no from n) and fence = $3)`

/** Indexes outbox_lane_batch and outbox_row_head. */
const ofBatch = `
select r.seq::text as id
from svyaz.outbox_lane l join svyaz.owner o on o.no = l.owner and o.company_id = $1
join svyaz.outbox_row r on r.lane in (l.no, -l.no)
where l.batch = $2 and r.begun_at is null and not exists (select 1 from svyaz.outbox_begun b where r.seq = any(b.seqs))
limit $3`

/** Stable, unlike `svyaz.now_ms()`: an index can be asked for it. */
const monthAgo = '(extract(epoch from now()) * 1000)::bigint - 30 * 24 * 60 * 60 * 1000::bigint'
const isEmpty = `not exists (select 1 from svyaz.outbox_row r where r.lane in (l.no, -l.no))
    and not exists (select 1 from svyaz.outbox_ended r where r.lane = l.no and r.owner = l.owner)`
/** Of groups that are over; whoever fills one holds its row. */
const lockOldQueues = `
select no::text as no from svyaz.outbox_lane l
where batch is not null and made_at < ${monthAgo} and ${isEmpty}
for update skip locked`
/** In a statement of its own: the snapshot of the first is older than its locks, and may not see what has come. */
const pruneQueues = `delete from svyaz.outbox_lane l where no = any($1::bigint[]) and ${isEmpty}`
const pruneOnce = `delete from svyaz.outbox_once where at < ${monthAgo}`
const pruneEnded = `
delete from svyaz.outbox_ended where ended_at < ${monthAgo} and state <> 'uncertain'`

export function postgresRows(
  database: Database,
  lanes: Lanes,
  tell: (words: readonly Word[]) => void
): RowStore<Sql> {
  const tellAfter = (tx: Sql, word: Word) => database.afterCommit(tx, () => tell([word]))
  return {
    enqueue: async (tx, owner, rows) => {
      if (rows.length === 0) return []
      const { ids, made } = await insertRows(
        database,
        lanes,
        tx,
        rows.map((row) => ({ owner, row }))
      )
      for (const word of wordsAbout(made)) tellAfter(tx, word)
      return ids
    },
    load: createLoad(database),
    promote: createPromote(database, (owners) => tell([{ about: 'rows', owners }])),
    present: async (ids) =>
      new Set((await database.query<{ id: string }>(present, [ids])).map(({ id }) => id)),
    begin: createBegin(database),
    keep: async ({ node, owner, fence }, id, value) => {
      await database.query(keep, [node, owner, fence, id, JSON.stringify(value)])
    },
    finish: createFinish(database, lanes),
    cancel: createCancel(database, tellAfter),
    ...createEnded(database, tellAfter),
    waiting: createWaiting(database),
    ...createPauses(database, tellAfter),
    ofBatch: async (tx, company, batch, limit) =>
      (await database.query<{ id: string }>(ofBatch, [company, batch, limit], tx)).map(
        ({ id }) => id
      ),
    prune: async () => {
      await database.query(pruneOnce)
      await database.query(pruneEnded)
      await database.transaction(async (tx) => {
        const old = await database.query<{ no: string }>(lockOldQueues, [], tx)
        await database.query(pruneQueues, [old.map(({ no }) => no)], tx)
      })
    },
  }
}
