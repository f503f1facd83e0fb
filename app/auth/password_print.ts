import { createHash } from 'node:crypto'

/** Of the stored hash. Kept in the session: whoever changes the password ends all sessions that began with the old one. */
export function passwordPrint(hash: string): string {
  return createHash('sha256').update(hash).digest('base64url').slice(0, 22)
}
