/** A secret that is made once and kept: never half written, the same for two who start at once. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { underLock } from './under_lock.ts'

export async function secretFile(file: string, make: () => string): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  if (!existsSync(file)) {
    await underLock(`${file}.lock`, async () => {
      if (existsSync(file)) return
      await writeFile(`${file}.new`, make(), { mode: 0o600 })
      await rename(`${file}.new`, file)
    })
  }
  return (await readFile(file, 'utf8')).trim()
}
