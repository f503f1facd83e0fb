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

export async function insertMedia(company: CompanyId, row: MediaRow): Promise<void> {
  await database.query(
    `insert into media (company_id, id, name, mime, bytes) values ($1, $2, $3, $4, $5)`,
    [company, row.id, row.name, row.mime, row.bytes]
  )
}
