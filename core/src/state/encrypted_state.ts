import type { EncryptedState } from '../context.ts'
import type { Fence, OwnerNo, SealedChange, StateStore } from '../outbox/store.ts'
import type { StateChange } from '../step.ts'
import type { Cipher } from './cipher.ts'

/** Keys under it are outside the fence. */
export const doorPrefix = 'door/'
/** Core's own notes to the owner's node; plugins never see them. */
export const corePrefix = 'door/$'

export type StateOptions = {
  readonly store: Pick<StateStore<never>, 'get' | 'list' | 'commit'>
  readonly cipher: Cipher
  readonly owner: OwnerNo
  /** What values are bound to: the owner's public id. */
  readonly id: string
}

const page = 200

export type ReadableState = Pick<EncryptedState, 'get' | 'list'>

export function readState({ store, cipher, owner, id }: StateOptions): ReadableState {
  return {
    async get(keys) {
      const asked = keys.filter((key) => !key.startsWith(corePrefix))
      const sealed = await store.get(owner, asked)
      return new Map(
        [...sealed].map(([key, value]) => [key, cipher.open(value, { owner: id, key })])
      )
    },
    async *list(prefix, from = {}) {
      let { after } = from
      let left = from.limit ?? Infinity
      while (left > 0) {
        const asked = Math.min(page, left)
        const rows = await store.list(owner, prefix, after, asked)
        for (const [key, value] of rows) {
          after = key
          if (key.startsWith(corePrefix)) continue
          left -= 1
          yield [key, cipher.open(value, { owner: id, key })] as [string, Uint8Array]
        }
        if (rows.length < asked) return
      }
    },
  }
}

/** `commit` writes under the fence of the owner's lease. */
export function ownedState(options: StateOptions, fence: Fence): EncryptedState {
  return {
    ...readState(options),
    commit: (change) => options.store.commit(fence, sealChange(change, options.cipher, options.id)),
  }
}

export function sealChange(change: StateChange, cipher: Cipher, id: string): SealedChange {
  const put = [...(change.put ?? [])].map(
    ([key, value]) => [key, cipher.seal(value, { owner: id, key })] as const
  )
  return {
    put: new Map(put),
    ...(change.expires ? { expires: change.expires } : {}),
    remove: change.remove ?? [],
  }
}

/** The later change wins where both name a key. */
export function mergeChanges(changes: readonly StateChange[]): StateChange {
  const put = new Map<string, Uint8Array>()
  const expires = new Map<string, number>()
  const remove = new Set<string>()
  for (const change of changes) {
    for (const key of change.remove ?? []) {
      put.delete(key)
      expires.delete(key)
      remove.add(key)
    }
    for (const [key, value] of change.put ?? []) {
      put.set(key, value)
      remove.delete(key)
      const until = change.expires?.get(key)
      if (until === undefined) expires.delete(key)
      else expires.set(key, until)
    }
  }
  return { put, expires, remove: [...remove] }
}

/** Endpoints run without a lease: whatever else they name would be a write past the fence. */
export function assertDoorKeys(change: StateChange): void {
  for (const key of [...(change.put?.keys() ?? []), ...(change.remove ?? [])]) {
    if (!key.startsWith(doorPrefix) || key.startsWith(corePrefix)) {
      throw new Error(`E_STATE_KEY: an endpoint may write keys under ${doorPrefix} only`)
    }
  }
}
