import env from '#start/env'
import encryption from '@adonisjs/core/services/encryption'
import { mediaRef, type CompanyId, type MediaRef } from '@svyaz/core'

export const linkPrefix = '/media/links/'
const purpose = 'media link'

/** An address that works without cookies until its time is over. */
export async function mediaLink(company: CompanyId, ref: MediaRef, forMs: number): Promise<URL> {
  const token = encryption.encrypt({ company, ref }, { expiresIn: forMs, purpose })
  return new URL(`${linkPrefix}${encodeURIComponent(token)}`, env.get('APP_URL'))
}

/** undefined: not ours, altered, or over. */
export function readMediaLink(
  token: string
): { readonly company: CompanyId; readonly ref: MediaRef } | undefined {
  const found = encryption.decrypt<{ company: CompanyId; ref: string }>(token, purpose)
  return found ? { company: found.company, ref: mediaRef(found.ref) } : undefined
}
