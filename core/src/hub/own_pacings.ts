import { withOwn } from '../outbox/pace/own_pacing.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import type { Pacing } from '../pacing.ts'

/** What a company set is about its messages; a number check or a download goes as fast as before. */
const messages = 'send'

/** Paces with a company's own limits. The same record gives the same object: a lane compiles it once. */
export function createOwnPacings() {
  const known = new WeakMap<OwnerRecord, Map<string, Pacing>>()
  return {
    of(owner: OwnerRecord, lane: string, given: () => Pacing): Pacing {
      const lanes = known.get(owner) ?? new Map<string, Pacing>()
      known.set(owner, lanes)
      const found = lanes.get(lane)
      if (found !== undefined) return found
      const { timeZone } = owner.pacing
      const own = lane === messages ? owner.pacing : timeZone === undefined ? {} : { timeZone }
      const made = withOwn(given(), own)
      lanes.set(lane, made)
      return made
    },
  }
}
