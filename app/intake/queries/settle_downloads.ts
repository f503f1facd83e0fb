import type { Localized, Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'

const settle = `
  update attachments a set media = x.media, lost = x.lost
  from jsonb_to_recordset($1::jsonb) as x (company_id uuid, download_row text, media text, lost jsonb)
  where a.company_id = x.company_id and a.download_row = x.download_row
  returning a.company_id, a.message_id`

const touch = `
  update messages m set seq = x.seq
  from unnest($1::uuid[], $2::uuid[], $3::bigint[]) x (company_id, id, seq)
  where m.company_id = x.company_id and m.id = x.id
  returning m.company_id, m.id, m.dialog_id`

export type Downloaded = {
  readonly company: string
  readonly row: string
  readonly media: string | null
  readonly lost: Localized | null
}
export type Touched = {
  readonly company_id: string
  readonly id: string
  readonly dialog_id: string
}

/** Files that arrived or are lost; the messages they belong to. Index attachments_download; under the lock. */
export async function settleDownloads(
  tx: Sql,
  downloads: readonly Downloaded[],
  seqs: ReadonlyMap<string, number>
): Promise<readonly Touched[]> {
  if (downloads.length === 0) return []
  const rows = downloads.map((one) => ({
    company_id: one.company,
    download_row: one.row,
    media: one.media,
    lost: one.lost ?? undefined,
  }))
  const found = await tx.query<{ company_id: string; message_id: string }>(settle, [toJsonb(rows)])
  const messages = new Map(found.rows.map((row) => [row.message_id, row.company_id]))
  const { rows: touched } = await tx.query<Touched>(touch, [
    [...messages.values()],
    [...messages.keys()],
    [...messages.values()].map((company) => seqs.get(company)),
  ])
  return touched
}
