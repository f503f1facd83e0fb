import { Problem, refused } from '#app/http/problem'
import type { DialogState } from '#app/intake/ledger'

/** Throws why nothing can be written in this dialog, in words. */
export function assertOpen({ blacklisted, blocked }: DialogState): void {
  if (blacklisted) throw new Problem(422, 'E_BLACKLISTED')
  if (blocked) throw refused(blocked)
}
