import type { CompanyId, Sql } from '@svyaz/core'

const statement = `select pg_advisory_xact_lock(hashtextextended('replies ' || $1, 0))`

/** Until the transaction's end nobody else changes replies and sections of this company: trees stay trees. */
export async function lockReplies(tx: Sql, company: CompanyId): Promise<void> {
  await tx.query(statement, [company])
}
