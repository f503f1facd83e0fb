import type { Sql } from '@svyaz/core'

const statement = `
  select id, name, mime, bytes::float8 as bytes from media
  where company_id = $1 and id = any($2::uuid[])
  order by id for key share`

export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
}

/**
 * Files of this company by their ids. Primary key; keeps their rows from being swept until the end of the transaction,
 * which names them.
 */
export async function findStored(
  tx: Sql,
  company: string,
  ids: readonly string[]
): Promise<ReadonlyMap<string, StoredFile>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<StoredFile>(statement, [company, ids])
  return new Map(rows.map((row) => [row.id, row]))
}
