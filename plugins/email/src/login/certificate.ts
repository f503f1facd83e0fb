/** "Trust this certificate": what a server shows, to be looked at and pinned for one account. */
import { type X509Certificate } from 'node:crypto'
import { connect as tlsConnect } from 'node:tls'
import type { Localized } from '@svyaz/core'
import type { Target } from '../connect/guard.ts'

const deadlineMs = 10_000

export type Shown = { readonly pem: string; readonly words: Localized }

/** Of a server that speaks TLS from the first byte. Nothing is sent over this connection. */
export function shownCertificate(target: Target, signal: AbortSignal): Promise<Shown | undefined> {
  return new Promise((resolve) => {
    const socket = tlsConnect({
      host: target.ip,
      port: target.port,
      ...(target.servername === undefined ? {} : { servername: target.servername }),
      // To look at it only: the connection ends before a byte of ours.
      rejectUnauthorized: false,
      timeout: deadlineMs,
    })
    const end = (shown: Shown | undefined) => {
      socket.destroy()
      resolve(shown)
    }
    signal.addEventListener('abort', () => end(undefined), { once: true })
    socket.once('error', () => end(undefined))
    socket.once('timeout', () => end(undefined))
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate()
      end(certificate === undefined ? undefined : describe(certificate))
    })
  })
}

function describe(certificate: X509Certificate): Shown {
  const { subject, issuer, validTo, fingerprint256 } = certificate
  const line = (text: string) => text.replace(/\s+/g, ' ').slice(0, 120)
  return {
    pem: certificate.toString(),
    words: {
      ru: `Сертификат: ${line(subject)}; выдал: ${line(issuer)}; до ${validTo}; SHA-256 ${fingerprint256}`,
      en: `Certificate: ${line(subject)}; issued by: ${line(issuer)}; until ${validTo}; SHA-256 ${fingerprint256}`,
    },
  }
}
