import { timeOfId } from '#app/inbox/new_id'
import { deleteFile } from '#app/media/media_store'
import { knownOf, takeUnnamed } from '#app/media/queries/sweep'
import drive from '@adonisjs/drive/services/main'
import { validate } from 'uuid'

/** A draft with a file in it may lie over a long weekend. No upload takes so long. */
const keptMs = 7 * 24 * 3_600_000
const perRound = 200

/**
 * Uploads that no message ever named go, row first: a crash in between leaves a file without a row, and those go too. What
 * plugins store stays, since a letter names its pictures in its own text. A named file that is gone from the disk keeps its
 * row: the message still says what was there, and opening it says that it is gone.
 */
export async function sweepMedia(signal?: AbortSignal, now: number = Date.now()): Promise<void> {
  const before = now - keptMs
  for (let taken = perRound; taken === perRound && signal?.aborted !== true;) {
    const gone = await takeUnnamed(before, perRound)
    for (const { company, id } of gone) await deleteFile(company, id)
    taken = gone.length
  }
  for await (const { company, ids } of storedFiles()) {
    if (signal?.aborted) return
    const old = ids.filter((id) => (timeOfId(id) ?? Infinity) < before)
    if (old.length === 0) continue
    const known = await knownOf(company, old)
    for (const id of old) if (!known.has(id)) await deleteFile(company, id)
  }
}

/** Folder by folder, as `keyOf` lays them out. What isn't ours is left alone. */
async function* storedFiles(): AsyncGenerator<{
  readonly company: string
  readonly ids: readonly string[]
}> {
  for (const company of await namesIn('')) {
    if (!validate(company)) continue
    for (const folder of await namesIn(company)) {
      const names = await namesIn(`${company}/${folder}`)
      yield { company, ids: names.filter((name) => validate(name)) }
    }
  }
}

async function namesIn(prefix: string): Promise<readonly string[]> {
  const disk = drive.use()
  const names: string[] = []
  let paginationToken: string | undefined
  do {
    const page = await disk.listAll(prefix, paginationToken ? { paginationToken } : {})
    for (const { name } of page.objects) names.push(name)
    paginationToken = page.paginationToken
  } while (paginationToken)
  return names
}
