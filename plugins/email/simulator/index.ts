/** Private Dovecot and Postfix for tests: real servers on loopback, on free ports, in a folder of their own. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { missingServers } from './packages.ts'

const run = promisify(execFile)

type Described = {
  readonly folder: string
  readonly host: string
  readonly hosts: {
    readonly good: string
    readonly expired: string
    readonly otherName: string
    readonly unknownAuthority: string
    readonly plaintextRefused: string
  }
  readonly ports: {
    readonly imap: number
    readonly imaps: number
    readonly mx: number
    readonly submission: number
    readonly smtps: number
  }
  readonly ca: string
  readonly pids: { readonly dovecot: number; readonly postfix: number }
  readonly users: readonly {
    readonly address: string
    readonly login: string
    readonly password: string
  }[]
  readonly maildirs: string
  readonly sizeLimit: number
  readonly jwt: { readonly secretBase64: string }
  readonly logs: { readonly dovecot: string; readonly postfix: string }
}

const port = z.number().int()
const described: z.ZodType<Described> = z.object({
  folder: z.string(),
  host: z.string(),
  hosts: z.object({
    good: z.string(),
    expired: z.string(),
    otherName: z.string(),
    unknownAuthority: z.string(),
    plaintextRefused: z.string(),
  }),
  ports: z.object({ imap: port, imaps: port, mx: port, submission: port, smtps: port }),
  ca: z.string(),
  pids: z.object({ dovecot: port, postfix: port }),
  users: z.array(z.object({ address: z.string(), login: z.string(), password: z.string() })),
  maildirs: z.string(),
  sizeLimit: z.number(),
  jwt: z.object({ secretBase64: z.string() }),
  logs: z.object({ dovecot: z.string(), postfix: z.string() }),
})

export type MailServers = Described & {
  /** PEM of the authority that signed the good certificate: goes into the account's `trustedCertificate`. */
  readonly authority: string
  /** What the connect form or `FlowDone` of a mailbox here holds. */
  settings(address: string): { readonly [field: string]: string | number | boolean }
  stop(): Promise<void>
  /** For `process.on('exit')`, where nothing can be awaited. */
  stopNow(): void
}

export type NoMailServers = { readonly unavailable: string }

export type MailServersOptions = {
  /** Default: five mailboxes at svyaz.test and client.test. */
  readonly users?: readonly { readonly address: string; readonly password: string }[]
  readonly sizeLimit?: number
  readonly connectionsPerUser?: number
}

/** Never throws for what a machine lacks: then it says why, for the line that reports skipped tests. */
export async function mailServers(
  options: MailServersOptions = {}
): Promise<MailServers | NoMailServers> {
  const missing = await missingServers()
  if (missing !== undefined) return { unavailable: missing }
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-mail-'))
  try {
    const { stdout } = await run(script('up.sh'), [folder], { env: environment(options) })
    return await withHelpers(described.parse(JSON.parse(stdout)))
  } catch (error) {
    return { unavailable: `Dovecot and Postfix did not start: ${lastLine(error)}` }
  }
}

async function withHelpers(servers: Described): Promise<MailServers> {
  const authority = await readFile(servers.ca, 'utf8')
  return {
    ...servers,
    authority,
    settings: (address) => settingsOf(servers, authority, address),
    stop: async () => {
      await run(script('down.sh'), ['--purge', servers.folder])
    },
    stopNow: () => {
      execFileSync(script('down.sh'), ['--purge', servers.folder], { stdio: 'ignore' })
    },
  }
}

function settingsOf(
  servers: Described,
  authority: string,
  address: string
): { readonly [field: string]: string | number | boolean } {
  const user = servers.users.find((one) => one.address === address)
  if (user === undefined) throw new Error(`no such mailbox: ${address}`)
  return {
    provider: 'custom',
    address,
    password: user.password,
    imapHost: servers.hosts.good,
    imapPort: servers.ports.imaps,
    imapSecurity: 'tls',
    smtpHost: servers.hosts.good,
    smtpPort: servers.ports.smtps,
    smtpSecurity: 'tls',
    trustedCertificate: authority,
    intervalSeconds: 0.1,
  }
}

function environment(options: MailServersOptions): NodeJS.ProcessEnv {
  const env = { ...process.env }
  if (options.users !== undefined) {
    env['MAIL_USERS'] = options.users.map((user) => `${user.address}:${user.password}`).join(' ')
  }
  if (options.sizeLimit !== undefined) env['MAIL_SIZE_LIMIT'] = String(options.sizeLimit)
  if (options.connectionsPerUser !== undefined) {
    env['MAIL_MAX_CONN'] = String(options.connectionsPerUser)
  }
  return env
}

function script(name: string): string {
  return join(import.meta.dirname, name)
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.trim().split('\n').at(-1) ?? text
}
