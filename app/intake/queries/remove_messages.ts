import type { Sql } from '@svyaz/core'

const of = `using unnest($1::uuid[], $2::uuid[]) gone (company_id, id)`
const statements = [
  `delete from reactions t ${of} where t.company_id = gone.company_id and t.message_id = gone.id`,
  `delete from attachments t ${of} where t.company_id = gone.company_id and t.message_id = gone.id`,
  `delete from messages t ${of} where t.company_id = gone.company_id and t.id = gone.id`,
] as const

/** Echoes that turned out to be messages of ours, who take their keys over. Under the lock of their companies. Rare. */
export async function removeMessages(
  tx: Sql,
  messages: readonly { readonly company: string; readonly id: string }[]
): Promise<void> {
  if (messages.length === 0) return
  const values = [messages.map(({ company }) => company), messages.map(({ id }) => id)]
  for (const statement of statements) await tx.query(statement, values)
}
