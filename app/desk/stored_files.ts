import { gone } from '#app/media/failures'
import { mediaRef, type MediaRef, type Sql } from '@svyaz/core'
import { nameFiles, type StoredFile } from './queries/name_files.js'

/** What is known of the files a message names; from now on each of them stays. Throws E_MEDIA_GONE. */
export async function storedFiles(
  tx: Sql,
  company: string,
  files: readonly { readonly media: string }[]
): Promise<ReadonlyMap<MediaRef, StoredFile>> {
  const ids = files.map(({ media }) => media)
  const found = await nameFiles(tx, company, ids)
  if (ids.some((id) => !found.has(id))) throw gone()
  return new Map([...found].map(([id, file]) => [mediaRef(id), file]))
}
