import { sweepSessions } from '#app/auth/queries/sessions'
import database from '#app/database/service'
import { tidy } from '#app/intake/housekeeping'
import { sweepMedia } from '#app/media/sweep_media'
import logger from '@adonisjs/core/services/logger'

const everyMs = 6 * 3_600_000
/** A start has better things to do, and a process that is restarted daily must come round to it too. */
const firstMs = 5 * 60_000

type Chore = { readonly name: string; readonly run: (signal: AbortSignal) => Promise<void> }

const chores: readonly Chore[] = [
  { name: 'inbox', run: () => tidy(database, Date.now()) },
  { name: 'sessions', run: sweepSessions },
  { name: 'media', run: sweepMedia },
]

/**
 * What is tidied up now and then; the inbox also before anything is taken in, since messages need their partitions. A chore
 * that fails keeps no other from its turn.
 */
export async function startChores(): Promise<() => void> {
  await tidy(database, Date.now())
  const stopping = new AbortController()
  const round = () => void doChores(stopping.signal)
  const first = setTimeout(round, firstMs).unref()
  const timer = setInterval(round, everyMs).unref()
  return () => {
    clearTimeout(first)
    clearInterval(timer)
    stopping.abort()
  }
}

async function doChores(signal: AbortSignal): Promise<void> {
  for (const { name, run } of chores) {
    if (signal.aborted) return
    await run(signal).catch((error: unknown) =>
      logger.error({ err: error, chore: name }, 'a chore was not done')
    )
  }
}
