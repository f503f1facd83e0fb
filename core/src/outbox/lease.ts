import type { Lease, LeaseEnd } from './executor.ts'
import type { NodeLife } from './node_life.ts'
import type { Claim, OwnerRecord } from './store.ts'
import { leaseLost } from './store_failures.ts'

export interface HeldLease {
  readonly lease: Lease
  setOwner(owner: OwnerRecord): void
  end(reason: LeaseEnd): void
  readonly isGateOpen: boolean
}

export function createLease(
  claim: Claim,
  node: NodeLife,
  changed: { onGate(): void; onOwner(): void }
): HeldLease {
  const controller = new AbortController()
  let { owner } = claim
  let isGateOpen = 'work' in owner.ref
  const setOwner = (next: OwnerRecord) => {
    owner = next
    changed.onOwner()
  }
  return {
    lease: {
      get owner() {
        return owner
      },
      fence: { node: node.no, owner: owner.no, fence: claim.fence },
      signal: controller.signal,
      assertHeld: () => {
        if (controller.signal.reason === 'lease_lost') throw leaseLost()
        node.assertHeld()
      },
      gate: (open) => {
        isGateOpen = open
        changed.onGate()
      },
      ownerChanged: setOwner,
    },
    setOwner,
    end: (reason) => controller.abort(reason),
    get isGateOpen() {
      return isGateOpen
    },
  }
}
