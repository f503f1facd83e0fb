/** TLS is always verified. An account may trust one more certificate: its own authority's, or one that was shown and accepted. */
import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, rootCertificates } from 'node:tls'
import type { ConnectionOptions, PeerCertificate } from 'node:tls'
import type { Target } from './guard.ts'

export function tlsOptions(target: Target, trusted: string): ConnectionOptions {
  const base: ConnectionOptions = {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(target.servername === undefined ? {} : { servername: target.servername }),
    checkServerIdentity: (_host, certificate) => identity(target.host, certificate, trusted),
  }
  if (trusted === '') return base
  return {
    ...base,
    ca: [...rootCertificates, ...extraRoots(), trusted],
    allowPartialTrustChain: true,
  }
}

/** The name must fit, unless exactly this certificate was accepted for the account. */
function identity(host: string, certificate: PeerCertificate, trusted: string): Error | undefined {
  if (trusted !== '' && certificate.fingerprint256 === fingerprint(trusted)) return undefined
  return checkServerIdentity(host, certificate)
}

function fingerprint(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256
  } catch {
    return undefined
  }
}

/** Giving `ca` replaces the defaults, NODE_EXTRA_CA_CERTS among them; what Node has read at start is asked for again. */
function extraRoots(): readonly string[] {
  const extra = process.getBuiltinModule('node:tls').getCACertificates
  return typeof extra === 'function' ? extra('extra') : []
}
