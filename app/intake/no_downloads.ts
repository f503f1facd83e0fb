/** For flushes of changes that bring no files. */
export async function noDownloads(): Promise<never> {
  throw new Error('E_NO_FILES: this change has no files to fetch')
}
