import type { Sql } from '@svyaz/core'

const statement = `
  update tickets set closed_at = $3, closed_by = $4
  where company_id = $1 and id = $2 and closed_at is null`

/** Primary key; under the lock of the company. */
export async function endTicket(
  tx: Sql,
  ticket: {
    readonly company: string
    readonly id: string
    /** null: by the clock. */
    readonly member: string | null
    readonly now: number
  }
): Promise<void> {
  await tx.query(statement, [ticket.company, ticket.id, ticket.now, ticket.member])
}
