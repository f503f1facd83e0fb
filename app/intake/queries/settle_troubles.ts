import type { Sql } from '@svyaz/core'
import { isTrouble } from '../message_status.js'
import type { MessageState } from '../ledger.js'

const add = `
  insert into troubles (company_id, dialog_id, message_id)
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[])
  on conflict do nothing`

const remove = `
  delete from troubles t using unnest($1::uuid[], $2::uuid[], $3::uuid[]) x (company_id, dialog_id, message_id)
  where t.company_id = x.company_id and t.dialog_id = x.dialog_id and t.message_id = x.message_id
    and not exists (
      select from message_acts a
      where a.company_id = x.company_id and a.message_id = x.message_id and a.state <> 'waiting')`

const mark = `
  update dialogs d set trouble = not d.trouble
  from (select distinct * from unnest($1::uuid[], $2::uuid[]) x (company_id, id)) x
  where d.company_id = x.company_id and d.id = x.id
    and d.trouble is distinct from exists (
      select from troubles t where t.company_id = x.company_id and t.dialog_id = x.id)`

/**
 * Which dialogs have a message that needs a person, by its state or by what became of an act on it. `acted`: see the ledger.
 * Primary keys and index message_acts_message; under the lock of their companies.
 */
export async function settleTroubles(
  tx: Sql,
  messages: readonly MessageState[],
  acted: ReadonlyMap<string, boolean>
): Promise<void> {
  const ours = messages.filter(({ id, status }) => status !== null || acted.has(id))
  if (ours.length === 0) return
  const isBad = ({ id, status }: MessageState) => isTrouble(status) || acted.get(id) === true
  const bad = ours.filter(isBad)
  const good = ours.filter((message) => !isBad(message))
  if (bad.length > 0) await tx.query(add, columnsOf(bad))
  if (good.length > 0) await tx.query(remove, columnsOf(good))
  await tx.query(mark, columnsOf(ours).slice(0, 2))
}

function columnsOf(messages: readonly MessageState[]) {
  return [
    messages.map(({ company }) => company),
    messages.map(({ dialog }) => dialog),
    messages.map(({ id }) => id),
  ]
}
