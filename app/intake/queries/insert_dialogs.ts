import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { DialogState } from '../ledger.js'

const statement = `
  with made as (
    insert into dialogs (company_id, id, account_id, chat_key, address, contact_id, seq, created_at, last_at)
    select company_id, id, account_id, chat_key, address, contact_id, 0, created_at, created_at
    from jsonb_to_recordset($1::jsonb) as x (
      company_id uuid, id uuid, account_id uuid, chat_key text, address text, contact_id uuid, created_at bigint)
    returning company_id, account_id, chat_key, id
  )
  insert into dialog_keys (company_id, account_id, chat_key, dialog_id)
  select company_id, account_id, chat_key, id from made where chat_key is not null`

type NewDialog = Pick<
  DialogState,
  'company' | 'id' | 'account' | 'chat' | 'contact' | 'createdAt'
> & {
  readonly address?: string
}

/** Bare rows; `updateDialogs` fills them. Primary keys; under the lock of their companies. */
export async function insertDialogs(tx: Sql, dialogs: readonly NewDialog[]): Promise<void> {
  if (dialogs.length === 0) return
  const rows = dialogs.map((dialog) => ({
    company_id: dialog.company,
    id: dialog.id,
    account_id: dialog.account,
    chat_key: dialog.chat,
    address: dialog.address ?? null,
    contact_id: dialog.contact,
    created_at: dialog.createdAt,
  }))
  await tx.query(statement, [toJsonb(rows)])
}
