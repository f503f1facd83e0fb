import { randomBytes } from 'node:crypto'
import { backoffMs, storeBackoff } from '../backoff.ts'
import type { Sql, Word, WordStore } from '../store.ts'
import { createListeners } from '../words.ts'
import type { Database } from './database.ts'
import { payloadsOf, wordsIn } from './word_payloads.ts'

/** What a `pg` Client gives, connected. */
export interface ListenClient extends Sql {
  on(event: 'notification', listener: (message: { payload?: string | undefined }) => void): unknown
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown
  end(): Promise<void>
}

export interface PostgresWords extends WordStore {
  close(): Promise<void>
}

/** At once, then at most this often: a notification takes a lock of the whole cluster, so many share one. */
const betweenMs = 5
/**
 * What it tells of is committed, so its own commit needn't wait for the disk, all the less under that lock:
 * https://www.postgresql.org/docs/current/wal-async-commit.html
 */
const notify = `
select set_config('synchronous_commit', 'off', true), pg_notify($1, payload) from unnest($2::text[]) as payload`

export function createWords(
  database: Database,
  channel: string,
  listenClient: (() => Promise<ListenClient>) | undefined
): PostgresWords {
  const listeners = createListeners()
  const from = randomBytes(6).toString('base64url')
  let waiting: Word[] = []
  let isTelling = false
  let closed = false
  let client: ListenClient | undefined
  let listening: Promise<void> | undefined

  const isOpen = () => !closed
  const flush = async () => {
    isTelling = true
    while (waiting.length > 0) {
      const words = waiting
      waiting = []
      // Lost words are found out by the slow look.
      await database.query(notify, [channel, payloadsOf(from, words)]).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, betweenMs))
    }
    isTelling = false
  }
  const listenOnce = async (): Promise<void> => {
    if (listenClient === undefined) return
    const own = await listenClient()
    client = own
    // Closed while it connected: nobody else would end it.
    if (!isOpen()) return own.end()
    const ended = new Promise<void>((resolve) => {
      own.on('error', () => resolve())
      own.on('end', () => resolve())
    })
    own.on('notification', ({ payload = '' }) => {
      for (const word of wordsIn(from, payload)) listeners.tell(word)
    })
    await own.query(`listen ${channel}`)
    // Whatever was said while nobody listened.
    listeners.tell({ about: 'rows', owners: [] })
    await ended
    await own.end().catch(() => {})
  }
  const listen = async () => {
    for (let failures = 1; isOpen(); failures++) {
      try {
        await listenOnce()
        failures = 1
      } catch {
        await client?.end().catch(() => {})
      }
      if (isOpen())
        await new Promise((resolve) => {
          setTimeout(resolve, backoffMs(failures, storeBackoff) + 50).unref()
        })
    }
  }

  return {
    lookMs: listenClient === undefined ? 1_000 : 10_000,
    tell: (words) => {
      if (words.length === 0 || closed) return
      for (const word of words) listeners.tell(word)
      waiting.push(...words)
      if (!isTelling) void flush()
    },
    hear: (listener) => {
      if (listenClient !== undefined && !closed) listening ??= listen()
      return listeners.hear(listener)
    },
    close: async () => {
      closed = true
      waiting = []
      await client?.end().catch(() => {})
    },
  }
}
