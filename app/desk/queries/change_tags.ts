import type { Sql } from '@svyaz/core'

/** In the order they were given. */
const statement = `
  update dialogs d set seq = $5, tags = array(
    select tag from (
      select tag, min(place) as place from unnest(d.tags || $3::uuid[]) with ordinality as x (tag, place)
      where tag <> all ($4::uuid[]) group by tag
    ) one order by place)
  where company_id = $1 and id = $2
  returning cardinality(tags) as count`

/** Primary key; a trigger keeps dialog_tags. Under the lock of the company. How many there are now. */
export async function changeTags(
  tx: Sql,
  of: {
    readonly company: string
    readonly dialog: string
    readonly add: readonly string[]
    readonly remove: readonly string[]
    readonly seq: number
  }
): Promise<number> {
  const values = [of.company, of.dialog, of.add, of.remove, of.seq]
  return (await tx.query<{ count: number }>(statement, values)).rows[0]?.count ?? 0
}
