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
import { createPromote } from './promote.ts'
import { createWaiting } from './waiting.ts'

const present = `select seq::text as id from svyaz.outbox_row where seq = any($1::bigint[])`

const keep = `
update svyaz.outbox_row set kept = $5
where seq = $4 and owner = $2
  and exists (select 1 from svyaz.owner where no = $2 and node = $1 and fence = $3)
  and exists (select 1 from svyaz.outbox_node where no = $1)`

const pruneOnce = `delete from svyaz.outbox_once where at < svyaz.now_ms() - 30 * 24 * 60 * 60 * 1000::bigint`
const pruneEnded = `
delete from svyaz.outbox_ended where ended_at < svyaz.now_ms() - 30 * 24 * 60 * 60 * 1000::bigint and state <> 'uncertain'`

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
    prune: async () => {
      await database.query(pruneOnce)
      await database.query(pruneEnded)
    },
  }
}
