import type { Sql } from '@svyaz/core'

const name = `update media set unnamed = false where company_id = $1 and id = any($2::uuid[]) and unnamed`

const find = `
  select id, name, mime, bytes::float8 as bytes from media where company_id = $1 and id = any($2::uuid[])`

export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
}

/**
 * Files of this company by their ids, from now on named by a message. Primary key; locks the rows of those that weren't: a
 * sweep under way has either taken them already, and then they aren't found, or leaves them.
 */
export async function nameFiles(
  tx: Sql,
  company: string,
  ids: readonly string[]
): Promise<ReadonlyMap<string, StoredFile>> {
  if (ids.length === 0) return new Map()
  await tx.query(name, [company, ids])
  const { rows } = await tx.query<StoredFile>(find, [company, ids])
  return new Map(rows.map((row) => [row.id, row]))
}
