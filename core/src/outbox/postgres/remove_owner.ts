import type { OwnerNo, Sql } from '../store.ts'
import type { Database } from './database.ts'

/** Deleted first: an enqueue holds a key share of this row, so none comes between. */
const removeRow = `delete from svyaz.owner where no = $1 returning company_id::text as company_id, id`

const removeRows = `
with gone as (
  delete from svyaz.outbox_row r using svyaz.outbox_lane l
  where l.owner = $1 and r.lane in (l.no, -l.no)
),
ended as (delete from svyaz.outbox_ended where owner = $1),
once as (delete from svyaz.outbox_once where owner = $1),
pauses as (delete from svyaz.outbox_pause where owner = $1)
delete from svyaz.state where company_id = $2 and owner = $1`

const removeLanes = `delete from svyaz.outbox_lane where owner = $1`
const removeDeadEvents = `delete from svyaz.dead_event where company_id = $1 and account = $2`

export async function removeOwner(database: Database, tx: Sql, no: OwnerNo): Promise<void> {
  const [owner] = await database.query<{ company_id: string; id: string }>(removeRow, [no], tx)
  if (owner === undefined) return
  await database.query(removeRows, [no, owner.company_id], tx)
  await database.query(removeLanes, [no], tx)
  await database.query(removeDeadEvents, [owner.company_id, owner.id], tx)
}
