import type { Millis } from '@svyaz/core'
import type { Count } from './records.ts'

export const minuteMs: Millis = 60_000
export const dayMs: Millis = 24 * 3600_000
export const filesPerDay = 50

/** One more within a window that begins with its first: the new count, or how long to wait. Pure. */
export function countOne(
  count: Count | undefined,
  limit: number,
  windowMs: Millis,
  now: number
): { readonly count: Count } | { readonly waitMs: Millis } {
  if (count === undefined || now - count.from >= windowMs || now < count.from) {
    return { count: { from: now, n: 1 } }
  }
  if (count.n >= limit) return { waitMs: count.from + windowMs - now }
  return { count: { from: count.from, n: count.n + 1 } }
}

/** Counts in memory, per node: of network addresses, which are stored nowhere. */
export class Counter {
  readonly #counts = new Map<string, Count>()
  readonly #limitOfKeys: number

  constructor(limitOfKeys = 50_000) {
    this.#limitOfKeys = limitOfKeys
  }

  /** 0: counted. Else how long to wait. */
  hit(key: string, limit: number, windowMs: Millis, now: number): Millis {
    const next = countOne(this.#counts.get(key), limit, windowMs, now)
    if ('waitMs' in next) return next.waitMs
    this.#counts.delete(key)
    this.#counts.set(key, next.count)
    this.#forgetOldest()
    return 0
  }

  #forgetOldest(): void {
    if (this.#counts.size <= this.#limitOfKeys) return
    const [oldest] = this.#counts.keys()
    if (oldest !== undefined) this.#counts.delete(oldest)
  }
}
