import database from '#app/database/service'
import type { CompanyId } from '@svyaz/core'

export type MediaRow = {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
}

export async function findMedia(company: CompanyId, id: string): Promise<MediaRow | undefined> {
  return database.row<MediaRow>(
    `select id, name, mime, bytes::float8 as bytes from media where company_id = $1 and id = $2`,
    [company, id]
  )
}

export async function insertMedia(
  company: CompanyId,
  row: MediaRow & { readonly unnamed: boolean }
): Promise<void> {
  await database.query(
    `insert into media (company_id, id, name, mime, bytes, unnamed) values ($1, $2, $3, $4, $5, $6)`,
    [company, row.id, row.name, row.mime, row.bytes, row.unnamed]
  )
}

/** Only while no message has named it. */
export async function deleteUnnamed(company: CompanyId, id: string): Promise<boolean> {
  const { rowCount } = await database.query(
    'delete from media where company_id = $1 and id = $2 and unnamed',
    [company, id]
  )
  return rowCount === 1
}
