/** A disk of one megabyte under the product's media folder, to be filled up. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why there can be none here; undefined: there can. For `test.skip`. */
export const noMount: string | undefined = await whyNot()

export class MediaDisk implements AsyncDisposable {
  /** For SVYAZ_STORAGE. */
  readonly storage: string
  readonly #media: string

  private constructor(storage: string) {
    this.storage = storage
    this.#media = join(storage, 'media')
  }

  static async mount(): Promise<MediaDisk> {
    const disk = new MediaDisk(await mkdtemp(join(tmpdir(), 'svyaz-disk-')))
    await mkdir(disk.#media)
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk.#media])
    return disk
  }

  async fill(): Promise<void> {
    await writeFile(join(this.#media, 'filler'), Buffer.alloc(2_000_000)).catch(
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    )
  }

  async makeRoom(): Promise<void> {
    await rm(join(this.#media, 'filler'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('umount', ['-l', this.#media])
    await rm(this.storage, { recursive: true, force: true })
  }
}

async function whyNot(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'a small disk can be mounted on Linux only'
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root'
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-mount-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder])
    await run('umount', [folder])
    return undefined
  } catch {
    return 'this machine does not let us mount a small disk'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
