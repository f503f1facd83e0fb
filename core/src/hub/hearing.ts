import type { ChannelSession } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'

/** So long a probe may take. */
const probeMs: Millis = 30_000

export type HearingOptions = {
  readonly clock: Clock
  quietMs(): Millis | undefined
  /** Monotonic. */
  trafficAt(): number
  traffic(): void
}

/**
 * Health is judged by traffic (CH-14): after a silence the session must prove that it hears. Resolves with the error of
 * a probe that failed, or when the signal aborts. Never rejects.
 */
export async function hearing(
  session: ChannelSession,
  signal: AbortSignal,
  options: HearingOptions
): Promise<'ended' | { readonly error: unknown }> {
  const { clock } = options
  while (!isAborted(signal) && session.probe) {
    const quietMs = options.quietMs()
    if (quietMs === undefined) return 'ended'
    const left = options.trafficAt() + quietMs - clock.monotonic()
    if (left > 0) {
      await clock.sleep(left, signal).catch(() => {})
      continue
    }
    try {
      await probe(session, signal, clock)
      options.traffic()
    } catch (error) {
      return isAborted(signal) ? 'ended' : { error }
    }
  }
  return 'ended'
}

async function probe(session: ChannelSession, signal: AbortSignal, clock: Clock): Promise<void> {
  const limit = new AbortController()
  const both = AbortSignal.any([signal, limit.signal])
  const answered = new AbortController()
  const late = clock.sleep(probeMs, answered.signal).then(
    () => {
      limit.abort('deaf')
      throw new Error('no answer to a probe')
    },
    () => {}
  )
  try {
    await Promise.race([session.probe?.(both), late, rejectOn(signal, answered.signal)])
  } finally {
    late.catch(() => {})
    answered.abort('answered')
  }
}

function rejectOn(signal: AbortSignal, until: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { signal: until })
  })
}

/** Asked as a function: between two awaits the answer changes. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
