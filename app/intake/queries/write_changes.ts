import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'

const insert = `
  insert into changes (company_id, seq, at, dialogs, messages)
  select company_id, seq, $2,
    array(select jsonb_array_elements_text(dialogs)::uuid), array(select jsonb_array_elements_text(messages)::uuid)
  from jsonb_to_recordset($1::jsonb) as x (company_id uuid, seq bigint, dialogs jsonb, messages jsonb)`

const reset = `
  update company_changes set reset_seq = seq where company_id = any($1::uuid[])`

export type Change = {
  readonly company: string
  readonly seq: number
  readonly dialogs: ReadonlySet<string>
  readonly messages: ReadonlySet<string>
}

/** What this transaction changed, for pages that ask what they missed. Primary key. */
export async function writeChanges(
  tx: Sql,
  changes: readonly Change[],
  now: number
): Promise<void> {
  const some = changes.filter(({ dialogs, messages }) => dialogs.size + messages.size > 0)
  if (some.length === 0) return
  const rows = some.map(({ company, seq, dialogs, messages }) => ({
    company_id: company,
    seq,
    dialogs: [...dialogs],
    messages: [...messages],
  }))
  await tx.query(insert, [toJsonb(rows), now])
}

/** Rows have gone: pages that knew them must load anew. Primary key; the row is locked already. */
export async function askForReload(tx: Sql, companies: readonly string[]): Promise<void> {
  await tx.query(reset, [companies])
}
