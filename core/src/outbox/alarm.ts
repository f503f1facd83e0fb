import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'

export interface Alarm {
  /** Fires once, after the shortest span asked for since it last fired. */
  set(inMs: Millis): void
  cancel(): void
}

export function createAlarm(clock: Clock, fire: () => void): Alarm {
  let dueAt = Infinity
  let timer: AbortController | undefined
  const cancel = () => {
    timer?.abort()
    timer = undefined
    dueAt = Infinity
  }
  return {
    set: (inMs) => {
      const at = clock.monotonic() + Math.max(inMs, 0)
      if (at >= dueAt) return
      cancel()
      dueAt = at
      const own = new AbortController()
      timer = own
      clock.sleep(inMs, own.signal).then(
        () => {
          dueAt = Infinity
          fire()
        },
        () => {}
      )
    },
    cancel,
  }
}
