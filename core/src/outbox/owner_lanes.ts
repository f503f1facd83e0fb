import type { Executor } from './executor.ts'
import { createLane, setPacing, type Lane } from './lane_turns.ts'
import type { Order } from './order.ts'
import type { OwnerPacer } from './pace/lane_pace.ts'
import { zoneOf } from './pace/own_pacing.ts'
import { createOwnerPacer } from './pace/owner_pacer.ts'
import type { Claim, OwnerRecord } from './store.ts'

export type OwnerLanesOptions = {
  readonly claim: Claim
  /** What its last holder started, it started before. */
  readonly claimedAt: number
  readonly order: Order
  readonly executor: Pick<Executor, 'pacing'>
  /** As it is now. */
  readonly owner: () => OwnerRecord
}

/** The lanes of one held owner with their pace, each made when it has something to do. */
export class OwnerLanes {
  readonly pacer: OwnerPacer
  readonly #options: OwnerLanesOptions
  readonly #lanes = new Map<string, Lane>()

  constructor(options: OwnerLanesOptions) {
    const { owner, ownerPace, afterCrash } = options.claim
    this.#options = options
    this.pacer = createOwnerPacer(ownerPace, {
      since: owner.since,
      timeZone: zoneOf(owner.pacing),
    })
    if (afterCrash) this.#assumeStarts()
  }

  /** Throws what its plugin throws where it should name a pace. */
  of(name: string): Lane {
    const known = this.#lanes.get(name)
    if (known !== undefined) return known
    const { claim, claimedAt, order, executor, owner } = this.#options
    const pacing = executor.pacing(owner(), name)
    const pacer = this.pacer.lane(name, pacing, claim.paces.get(name))
    if (claim.afterCrash) pacer.afterCrash(claimedAt)
    const made = createLane(name, order.ready(name), pacing, pacer)
    this.#lanes.set(name, made)
    return made
  }

  /** Settings, or the owner's own pace. */
  ownerChanged(): void {
    const { executor, owner } = this.#options
    this.pacer.setTimeZone(zoneOf(owner().pacing))
    for (const lane of this.#lanes.values()) setPacing(lane, executor.pacing(owner(), lane.name))
  }

  /** Also of lanes that have nothing to do now: what they share with others must know of them. */
  #assumeStarts(): void {
    for (const name of this.#options.claim.paces.keys()) {
      try {
        this.of(name)
      } catch {
        // Said when the lane has something to do.
      }
    }
  }
}
