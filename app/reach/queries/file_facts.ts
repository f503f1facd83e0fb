import { mediaRef, type FileFacts, type MediaRef, type Sql } from '@svyaz/core'

const statement = `
  select id, mime, bytes::float8 as bytes from media where company_id = $1 and id = any($2::uuid[])`

/** Primary key; no locks. */
export async function factsOf(
  sql: Pick<Sql, 'query'>,
  company: string,
  files: readonly { readonly media: string }[]
): Promise<ReadonlyMap<MediaRef, FileFacts>> {
  if (files.length === 0) return new Map()
  const { rows } = await sql.query<FileFacts & { readonly id: string }>(statement, [
    company,
    files.map(({ media }) => media),
  ])
  return new Map(rows.map(({ id, mime, bytes }) => [mediaRef(id), { mime, bytes }]))
}
