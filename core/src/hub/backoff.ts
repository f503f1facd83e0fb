import type { Millis } from '../json.ts'

const firstMs: Millis = 1000
const longestMs: Millis = 5 * 60_000

/** After so long without a failure the next one begins anew. */
export const healthyMs: Millis = 2 * 60_000

/** 1 s, 2 s, 4 s … 5 min, each up to a half shorter, so that a thousand accounts don't come back at once. */
export function backoff(failures: number, random: () => number): Millis {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20))
  return Math.round(full * (0.5 + random() / 2))
}
