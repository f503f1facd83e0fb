import { addressOf, chatKey, type Address, type Sql } from '@svyaz/core'

const ofDialog = `select chat_key as chat, address from dialogs where company_id = $1 and id = $2`

/** Where a dialog's messages go: its chat; of one begun by us whose chat isn't known yet, the address. Primary key; no locks. */
export async function findAddress(
  tx: Sql,
  company: string,
  dialog: string
): Promise<Address | undefined> {
  type Row = { readonly chat: string | null; readonly address: string | null }
  const [row] = (await tx.query<Row>(ofDialog, [company, dialog])).rows
  if (!row) return undefined
  if (row.chat !== null) return { by: 'chat', chat: chatKey(row.chat) }
  return row.address === null ? undefined : readAddress(row.address)
}

/** As `dialogs.address` has it: a key of core's. Dialogs begun earlier have a bare e-mail. */
function readAddress(stored: string): Address {
  return addressOf(stored) ?? { by: 'email', value: stored }
}
