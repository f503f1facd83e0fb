/** One process at a time, by a folder; what a killed process left behind stops nobody. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isAlive } from './processes.ts'

const pauseMs = 200
/** Between making the folder and saying whose it is. */
const namelessMs = 5000

export async function underLock<T>(lock: string, body: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), { recursive: true })
  while (!(await taken(lock))) {
    if (await isLeft(lock)) await rm(lock, { recursive: true, force: true })
    else await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  try {
    return await body()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false
    throw error
  }
  await writeFile(join(lock, 'pid'), String(process.pid))
  return true
}

async function isLeft(lock: string): Promise<boolean> {
  const pid = Number(await readFile(join(lock, 'pid'), 'utf8').catch(() => ''))
  if (pid > 0) return !isAlive(pid)
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0
  )
  return age > namelessMs
}
