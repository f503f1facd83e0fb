import type { Sql } from '@svyaz/core'

/** The sweep looks again at a row that was changed meanwhile, and then this upload is a young one. */
const touch = `
  update media set created_at = now()
  where company_id = $1 and id = any($2::uuid[]) and unnamed and created_at < now() - interval '1 day'`

const find = `
  select id, mime, bytes::float8 as bytes from media where company_id = $1 and id = any($2::uuid[])`

export type KeptFile = { readonly id: string; readonly mime: string; readonly bytes: number }

/** Files of this company that a draft is about to name; those that are gone aren't found. Primary key; locks old uploads. */
export async function keepFiles(
  tx: Sql,
  company: string,
  ids: readonly string[]
): Promise<ReadonlyMap<string, KeptFile>> {
  if (ids.length === 0) return new Map()
  await tx.query(touch, [company, ids])
  const { rows } = await tx.query<KeptFile>(find, [company, ids])
  return new Map(rows.map((row) => [row.id, row]))
}
