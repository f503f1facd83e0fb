/** The SMTP transport of an account: one connection, kept for a while, and what its server said of itself. */
import { createTransport } from 'nodemailer'
import type { SMTPSentMessageInfo, SendMailOptions } from 'nodemailer'
import type { Credentials } from './credentials.ts'
import type { Target } from './guard.ts'
import { tlsOptions } from './tls.ts'

const second = 1000

export type SmtpAccess = {
  readonly target: Target
  readonly credentials: Credentials
  readonly trustedCertificate: string
}

/** What EHLO listed. */
export type ServerFeatures = { size: number | undefined; dsn: boolean }

export interface SmtpTransport {
  readonly features: ServerFeatures
  send(letter: SendMailOptions): Promise<SMTPSentMessageInfo>
  close(): void
}

type Entry = { readonly tnx?: unknown }

/**
 * `onWantsBody` is called at the server's 354: the moment before which nothing can have been sent. There is one letter in
 * flight per connection, so there is no doubt which.
 */
export function smtpTransport(access: SmtpAccess, onWantsBody: () => void): SmtpTransport {
  const features: ServerFeatures = { size: undefined, dsn: false }
  const onLine = (line: string) => {
    if (line.startsWith('354')) onWantsBody()
    readFeature(line, features)
  }
  const transport = createTransport({
    pool: true,
    maxConnections: 1,
    maxMessages: 50,
    // A broken connection is the outbox's to judge: repeating by itself would double letters.
    maxRequeues: 0,
    // Providers drop idle sessions after 30 s to 5 min; a half-dead one costs a needless failure.
    idleTimeout: 20 * second,
    ...connectionOptions(access),
    logger: listener(onLine),
    transactionLog: true,
  })
  transport.on('error', () => {})
  return { features, send: (letter) => transport.sendMail(letter), close: () => transport.close() }
}

/** A connection that only signs in. Rejects where the server would have let us in without a login. */
export async function verifySmtp(access: SmtpAccess): Promise<ServerFeatures> {
  const features: ServerFeatures = { size: undefined, dsn: false }
  const transport = createTransport({
    ...connectionOptions(access),
    forceAuth: true,
    logger: listener((line) => readFeature(line, features)),
    transactionLog: true,
  })
  try {
    await transport.verify()
    return features
  } finally {
    transport.close()
  }
}

function connectionOptions({ target, credentials, trustedCertificate }: SmtpAccess) {
  return {
    host: target.ip,
    port: target.port,
    secure: target.security === 'tls',
    // Without it a stripped STARTTLS is accepted silently.
    requireTLS: target.security === 'starttls',
    tls: tlsOptions(target, trustedCertificate),
    auth:
      'accessToken' in credentials
        ? { type: 'OAuth2' as const, user: credentials.user, accessToken: credentials.accessToken }
        : { user: credentials.user, pass: credentials.pass },
    connectionTimeout: 20 * second,
    greetingTimeout: 30 * second,
    // After the final dot a server may scan for minutes; a shorter wait creates uncertain letters.
    socketTimeout: 600 * second,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function readFeature(line: string, features: ServerFeatures): void {
  const size = /^250[- ]SIZE (\d{1,15})/im.exec(line)?.[1]
  if (size !== undefined) features.size = Number(size) === 0 ? undefined : Number(size)
  if (/^250[- ]DSN\s*$/im.test(line)) features.dsn = true
}

/** nodemailer tells of the conversation only through its logger. Nothing of it is kept. */
function listener(onLine: (line: string) => void) {
  const none = () => {}
  const look = (entry: unknown, ...words: unknown[]) => {
    if (!isEntry(entry) || entry.tnx !== 'server') return
    const line = words.at(-1)
    if (typeof line === 'string') onLine(line)
  }
  return {
    level: none,
    trace: look,
    debug: look,
    info: look,
    warn: none,
    error: none,
    fatal: none,
  }
}

function isEntry(entry: unknown): entry is Entry {
  return typeof entry === 'object' && entry !== null && 'tnx' in entry
}
