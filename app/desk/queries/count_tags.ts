import type { Sql } from '@svyaz/core'

const statement = `
  select count(*)::integer as count from tags where company_id = $1 and id = any($2::uuid[]) and removed_at is null`

/** How many of these exist. Primary key; no locks. */
export async function countTags(
  tx: Sql,
  company: string,
  tags: readonly string[]
): Promise<number> {
  if (tags.length === 0) return 0
  return (await tx.query<{ count: number }>(statement, [company, tags])).rows[0]?.count ?? 0
}
