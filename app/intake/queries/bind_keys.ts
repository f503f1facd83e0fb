import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { Ledger } from '../ledger.js'

const statement = `
  insert into message_keys (company_id, account_id, external_id, message_id, part)
  select company_id, account_id, external_id, message_id, part
  from jsonb_to_recordset($1::jsonb) as x (
    company_id uuid, account_id uuid, external_id text, message_id uuid, part smallint)
  on conflict (company_id, account_id, external_id) do update set message_id = excluded.message_id, part = excluded.part`

/** The ids the platform gave to messages of ours. Primary key; under the lock of their companies. */
export async function bindKeys(tx: Sql, keys: Ledger['newKeys']): Promise<void> {
  if (keys.length === 0) return
  const rows = keys.map((key) => ({
    company_id: key.company,
    account_id: key.account,
    external_id: key.externalId,
    message_id: key.message,
    part: key.part,
  }))
  await tx.query(statement, [toJsonb(rows)])
}
