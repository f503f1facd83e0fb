import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { companyId, mediaRef, type CompanyId, type MediaRef } from '../ids.ts'
import type { Millis } from '../json.ts'

export type Linked = { readonly company: CompanyId; readonly ref: MediaRef; readonly name: string }

/** Addresses that work without cookies for a while: `/media/<company>/<ref>/<until>.<signature>/<name>`. */
export interface MediaLinks {
  make(linked: Linked, forMs: Millis): URL
  /** undefined: none of ours, or altered, or over. */
  read(url: URL): Pick<Linked, 'company' | 'ref'> | undefined
}

const signatureBytes = 16

export function createMediaLinks(
  secret: string,
  publicUrl: URL,
  now: () => number = Date.now
): MediaLinks {
  if (Buffer.byteLength(secret) < 32)
    throw new Error('E_SECRET_KEY: the secret must have at least 32 bytes')
  const key = Buffer.from(hkdfSync('sha256', secret, 'svyaz', 'media link', 32))
  const sign = (company: string, ref: string, until: string) =>
    createHmac('sha256', key)
      .update(`${company}/${ref}/${until}`)
      .digest()
      .subarray(0, signatureBytes)
  const root = publicUrl.href.replace(/\/$/, '')
  return {
    make({ company, ref, name }, forMs) {
      const until = Math.floor(now() + forMs).toString(36)
      const signed = `${until}.${sign(company, ref, until).toString('base64url')}`
      return new URL(
        `${root}/media/${encodeURIComponent(company)}/${ref}/${signed}/${encodeURIComponent(name)}`
      )
    },
    read(url) {
      const match = /\/media\/([^/]+)\/([0-9a-z]+)\/([0-9a-z]+)\.([\w-]+)\/[^/]*$/.exec(
        url.pathname
      )
      const [, escaped = '', ref = '', until = '', signature = ''] = match ?? []
      const company = decoded(escaped)
      const given = Buffer.from(signature, 'base64url')
      if (given.length !== signatureBytes) return undefined
      if (!timingSafeEqual(sign(company, ref, until), given)) return undefined
      if (Number.parseInt(until, 36) < now()) return undefined
      return { company: companyId(company), ref: mediaRef(ref) }
    },
  }
}

/** A lone percent sign is nobody's company. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
