import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'

/** How much a batch gains by waiting for a moment. */
export interface Crowd {
  /** Resolves when a batch of so many should be written. */
  gathering(waiting: number): Promise<void>
}

/**
 * Calls that end one by one would each be a statement of its own, and statements cost more than rows: with many under way
 * the next ones end within the moment. With few, nobody waits.
 */
const many = 64
const momentMs: Millis = 2

export function createCrowd(clock: Pick<Clock, 'sleep'>, underWay: () => number): Crowd {
  return {
    gathering: async (waiting) => {
      if (waiting < many && underWay() >= many) await clock.sleep(momentMs)
    },
  }
}
