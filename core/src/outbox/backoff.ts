import type { Millis } from '../json.ts'

export type BackoffRange = { readonly firstMs: Millis; readonly mostMs: Millis }

export const callBackoff: BackoffRange = { firstMs: 2_000, mostMs: 10 * 60_000 }
/** Of core's own work against its database. */
export const storeBackoff: BackoffRange = { firstMs: 200, mostMs: 5_000 }

/** Full jitter: anything up to a bound that doubles with each attempt, so that a crowd doesn't come back as one. */
export function backoffMs(
  attempt: number,
  range: BackoffRange,
  random: () => number = Math.random
): Millis {
  const bound = Math.min(range.mostMs, range.firstMs * 2 ** Math.min(Math.max(attempt, 1) - 1, 30))
  return Math.round(bound * random())
}
