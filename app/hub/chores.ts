import { sweepSessions } from '#app/auth/queries/sessions'
import logger from '@adonisjs/core/services/logger'

const hourMs = 3_600_000

type Chore = { readonly name: string; readonly run: (signal: AbortSignal) => Promise<void> }

const chores: readonly Chore[] = [{ name: 'sessions', run: sweepSessions }]

/** What is tidied up now and then beside intake's own housekeeping. A chore that fails keeps no other from its turn. */
export function startChores(everyMs = hourMs): () => void {
  const stopping = new AbortController()
  const timer = setInterval(() => void doChores(stopping.signal), everyMs).unref()
  void doChores(stopping.signal)
  return () => {
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
