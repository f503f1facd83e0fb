import type { Sql } from '@svyaz/core'
import type { Ticket } from '../ledger.js'

const statement = `
  insert into tickets (company_id, id, dialog_id, opened_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[])`

/** Primary key, and tickets_open: one per dialog. Under the lock of their companies. */
export async function writeTickets(tx: Sql, tickets: readonly Ticket[]): Promise<void> {
  if (tickets.length === 0) return
  await tx.query(statement, [
    tickets.map(({ company }) => company),
    tickets.map(({ id }) => id),
    tickets.map(({ dialog }) => dialog),
    tickets.map(({ openedAt }) => openedAt),
  ])
}
