import type { OwnerNo, OwnerRecord } from './store.ts'
import type { LaneTally } from './outbox.ts'

type Count = { done: number; failed: number; uncertain: number; retried: number }

/** What became of the rows that this process ran, lane by lane, since it started. */
export interface Tallies {
  of(owner: OwnerRecord, lane: string): Count
  /** It is removed, and nobody asks for it any more. */
  forget(owner: OwnerNo): void
  all(): readonly LaneTally[]
}

export function createTallies(): Tallies {
  const owners = new Map<
    OwnerNo,
    { readonly owner: OwnerRecord; readonly lanes: Map<string, Count> }
  >()
  return {
    of: (owner, lane) => {
      const own = owners.get(owner.no) ?? { owner, lanes: new Map<string, Count>() }
      owners.set(owner.no, own)
      const known = own.lanes.get(lane) ?? { done: 0, failed: 0, uncertain: 0, retried: 0 }
      own.lanes.set(lane, known)
      return known
    },
    forget: (owner) => void owners.delete(owner),
    all: () =>
      [...owners.values()].flatMap(({ owner, lanes }) =>
        [...lanes].map(([lane, count]) => ({
          company: owner.company,
          owner: owner.ref,
          lane,
          ...count,
        }))
      ),
  }
}
