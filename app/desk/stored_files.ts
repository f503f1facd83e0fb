import { gone } from '#app/media/failures'
import { mediaRef, type MediaRef, type Sql } from '@svyaz/core'
import { findStored, type StoredFile } from './queries/find_media.js'

/** What is known of the files a message names, each of them there and staying there. */
export async function storedFiles(
  tx: Sql,
  company: string,
  files: readonly { readonly media: string }[]
): Promise<ReadonlyMap<MediaRef, StoredFile>> {
  const ids = files.map(({ media }) => media)
  const found = await findStored(tx, company, ids)
  if (ids.some((id) => !found.has(id))) throw gone()
  return new Map([...found].map(([id, file]) => [mediaRef(id), file]))
}
