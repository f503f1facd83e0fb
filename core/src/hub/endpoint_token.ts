import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { AccountId } from '../ids.ts'

/** Addresses of accounts' endpoints: `<public>/hooks/<plugin>/<account>.<token>/path`. */
export interface Doors {
  url(plugin: string, account: AccountId, path: string): URL
  /** In constant time, under every secret key, so that addresses outlive a rotation. */
  fits(account: string, token: string): boolean
}

const tokenBytes = 16
const maxKept = 10_000

export function createDoors(secretKeys: readonly [string, ...string[]], publicUrl: URL): Doors {
  const keys = secretKeys.map((key) =>
    Buffer.from(hkdfSync('sha256', key, 'svyaz', 'endpoint token', 32))
  )
  const tokens = (account: string) =>
    keys.map((key) => createHmac('sha256', key).update(account).digest().subarray(0, tokenBytes))
  /** Of accounts that came with a right token: nobody else can fill it. */
  const kept = new Map<string, readonly Buffer[]>()
  const keep = (account: string, right: readonly Buffer[]) => {
    if (kept.size >= maxKept) kept.clear()
    kept.set(account, right)
  }
  const root = publicUrl.href.replace(/\/$/, '')
  return {
    url(plugin, account, path) {
      const token = tokens(account)[0]?.toString('base64url') ?? ''
      return new URL(
        `${root}/hooks/${plugin}/${account}.${token}${path.startsWith('/') ? path : `/${path}`}`
      )
    },
    fits(account, token) {
      const given = Buffer.from(token, 'base64url')
      if (given.length !== tokenBytes) return false
      const known = kept.get(account)
      const all = known ?? tokens(account)
      const fitting = all.some((right) => timingSafeEqual(right, given))
      if (fitting && !known) keep(account, all)
      return fitting
    },
  }
}
