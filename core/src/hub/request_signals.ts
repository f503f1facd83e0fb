import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'

/** A request ends when its client leaves and at shutdown, or one visitor's stream would keep the process up. */
export interface RequestSignals {
  of(request: AbortSignal): { readonly signal: AbortSignal; done(): void }
  stop(): void
}

/** What comes after the stop may still commit something, but not stay. */
const graceMs: Millis = 1000

export function createRequestSignals(clock: Clock): RequestSignals {
  const open = new Set<AbortController>()
  let stopped = false
  return {
    of(request) {
      const controller = new AbortController()
      const onAbort = () => controller.abort(request.reason)
      if (request.aborted) onAbort()
      request.addEventListener('abort', onAbort, { once: true })
      open.add(controller)
      const done = () => {
        open.delete(controller)
        request.removeEventListener('abort', onAbort)
      }
      if (stopped) {
        void clock.sleep(graceMs, controller.signal).then(
          () => controller.abort('stop'),
          () => {}
        )
      }
      return { signal: controller.signal, done }
    },
    stop() {
      stopped = true
      for (const controller of open) controller.abort('stop')
    },
  }
}
