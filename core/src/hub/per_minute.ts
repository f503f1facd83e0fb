import { isIPv6 } from 'node:net'
import type { Clock } from '../clock.ts'

/** Requests a minute from one address, for each endpoint of each account. */
export interface PerMinute {
  /** Seconds to wait, or 0: may go. */
  take(scope: string, ip: string, limit: number): number
}

const windowMs = 60_000
const maxKept = 50_000

/** A bucket that refills evenly, so that nobody gets twice the limit around a full minute. */
export function createPerMinute(clock: Clock): PerMinute {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(scope, ip, limit) {
      const key = `${scope} ${network(ip)}`
      const now = clock.monotonic()
      const known = buckets.get(key)
      const refilled = known ? known.tokens + ((now - known.at) / windowMs) * limit : limit
      const tokens = Math.min(limit, refilled)
      buckets.delete(key)
      if (buckets.size >= maxKept) dropOldest(buckets)
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / limit) * (windowMs / 1000))
    },
  }
}

/** The longest untouched ones come first: every take moves its own to the end. */
function dropOldest(buckets: Map<string, unknown>): void {
  for (const key of buckets.keys()) {
    buckets.delete(key)
    return
  }
}

/** One household has a whole /64. */
function network(ip: string): string {
  if (!isIPv6(ip)) return ip
  const [head = ''] = ip.split('::', 1)
  const groups = head.split(':').filter((group) => group !== '')
  return ip.includes('::') && groups.length < 4
    ? `${groups.join(':')}::/64`
    : `${groups.slice(0, 4).join(':')}::/64`
}
