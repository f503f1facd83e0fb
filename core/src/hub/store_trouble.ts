import { isFailure } from '../failure.ts'
import { isStoreAway, isStoreConflict } from '../outbox/store_failures.ts'

/** Is it the database that is in trouble, and not the event? Such an event must never become a dead one. */
export function isStoreTrouble(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (isFailure(at) && at.code === 'E_STORE_AWAY') return true
    if (isStoreAway(at) || isStoreConflict(at)) return true
  }
  return false
}
