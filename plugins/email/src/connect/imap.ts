/** One IMAP connection to the checked address, signed in. */
import { ImapFlow } from 'imapflow'
import { lostConnection, toFailure } from '../failures.ts'
import type { Preset } from '../presets.ts'
import type { Credentials } from './credentials.ts'
import type { Target } from './guard.ts'
import { tlsOptions } from './tls.ts'

const second = 1000
const megabyte = 1_048_576
/** Renewed before providers and NAT boxes drop a silent connection. */
const idleMs: number = 4 * 60 * second

export type ImapAccess = {
  readonly target: Target
  readonly credentials: Credentials
  readonly trustedCertificate: string
  readonly preset: Preset
}

/** Rejects with a Failure in words. The connection is closed when the signal aborts. */
export async function connectImap(access: ImapAccess, signal: AbortSignal): Promise<ImapFlow> {
  signal.throwIfAborted()
  const client = new ImapFlow(options(access))
  // Without a listener an error ends the process; `close` follows it and is what we act upon.
  client.on('error', () => {})
  const close = () => client.close()
  signal.addEventListener('abort', close, { once: true })
  client.on('close', () => signal.removeEventListener('abort', close))
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    signal.throwIfAborted()
    const { host, port } = access.target
    const about = { place: { host, port, protocol: 'IMAP' as const }, preset: access.preset }
    throw toFailure(error, about) ?? lostConnection(error)
  }
}

function options(access: ImapAccess): ConstructorParameters<typeof ImapFlow>[0] {
  const { target } = access
  return {
    host: target.ip,
    port: target.port,
    ...(target.servername === undefined ? {} : { servername: target.servername }),
    secure: target.security === 'tls',
    // Without it imapflow goes on in clear text where STARTTLS isn't offered.
    ...(target.security === 'starttls' ? { doSTARTTLS: true } : {}),
    tls: tlsOptions(target, access.trustedCertificate),
    auth: access.credentials,
    clientInfo: { name: 'Svyaz' },
    logger: false,
    // Any command ends IDLE; without this the next letter would wait for the next look.
    autoIdleDelay: 200,
    disableCompression: true,
    maxIdleTime: idleMs,
    connectionTimeout: 20 * second,
    greetingTimeout: 16 * second,
    socketTimeout: idleMs + 60 * second,
    maxLiteralSize: 64 * megabyte,
    maxResponseSize: 80 * megabyte,
  }
}
