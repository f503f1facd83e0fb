/** A client's mailbox on the real servers: writes letters into the world and reads what came. */
import { readdir } from 'node:fs/promises'
import { ImapFlow } from 'imapflow'
import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import { createTransport } from 'nodemailer'
import type { SendMailOptions } from 'nodemailer'
import type { MailServers } from './index.ts'
import { until } from './until.ts'

/** From the world, without a login: what any foreign server would hand over. */
export async function deliver(servers: MailServers, letter: SendMailOptions): Promise<void> {
  const transport = createTransport({
    host: servers.host,
    port: servers.ports.mx,
    secure: false,
    ignoreTLS: true,
  })
  try {
    await transport.sendMail(letter)
  } finally {
    transport.close()
  }
}

/** As it is, byte for byte. */
export function deliverRaw(
  servers: MailServers,
  raw: string | Buffer,
  to: string,
  from = 'anna@client.test'
): Promise<void> {
  return deliver(servers, { envelope: { from, to }, raw })
}

export async function openMailbox(
  servers: MailServers,
  address: string,
  password: string = servers.users.find((one) => one.address === address)?.password ?? ''
): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: servers.host,
    port: servers.ports.imaps,
    secure: true,
    tls: { ca: servers.authority },
    auth: { user: address, pass: password },
    logger: false,
  })
  client.on('error', () => {})
  await client.connect()
  return client
}

export async function withMailbox<T>(
  servers: MailServers,
  address: string,
  work: (client: ImapFlow) => Promise<T>
): Promise<T> {
  const client = await openMailbox(servers, address).catch(inWords)
  try {
    return await work(client).catch(inWords)
  } finally {
    await client.logout()
  }
}

/** Whether the server takes this password now. */
export async function passwordWorks(
  servers: MailServers,
  address: string,
  password: string
): Promise<boolean> {
  try {
    const client = await openMailbox(servers, address, password)
    await client.logout()
    return true
  } catch (error) {
    if ((error as { authenticationFailed?: boolean }).authenticationFailed === true) return false
    throw error
  }
}

/** imapflow says "Command failed" to everything. */
function inWords(error: unknown): never {
  const { responseText = '', executedCommand = '' } = error as {
    responseText?: string
    executedCommand?: string
  }
  throw new Error(`${String(error)} ${responseText} (${executedCommand.split(' ')[1] ?? ''})`, {
    cause: error,
  })
}

export type Found = ParsedMail & { readonly raw: string; readonly flags: ReadonlySet<string> }

export function lettersIn(
  servers: MailServers,
  address: string,
  folder = 'INBOX'
): Promise<readonly Found[]> {
  return withMailbox(servers, address, async (client) => {
    const lock = await client.getMailboxLock(folder)
    try {
      const found: { source: Buffer; flags: ReadonlySet<string> }[] = []
      for await (const one of client.fetch('1:*', { source: true, flags: true })) {
        found.push({ source: one.source ?? Buffer.alloc(0), flags: one.flags ?? new Set() })
      }
      return await Promise.all(
        found.map(async ({ source, flags }) => ({
          ...(await simpleParser(source)),
          raw: source.toString('utf8'),
          flags,
        }))
      )
    } finally {
      lock.release()
    }
  })
}

/**
 * In the order in which the server took them. It puts what waits into a mailbox in any order; but the id that it gives to a
 * letter as it takes it begins with the time.
 */
export function asTaken(letters: readonly Found[]): readonly Found[] {
  const id = ({ raw }: Found) => {
    const found = /^received:[^;]*?\bid\s+(\w{10})/im.exec(raw)?.[1]
    if (found === undefined) throw new Error('a letter that no server has taken')
    return found
  }
  return letters.toSorted((a, b) => (id(a) < id(b) ? -1 : 1))
}

/** After reports of what was sent before have come. */
export async function emptyMailbox(servers: MailServers, address: string): Promise<void> {
  await until(() => queueIsEmpty(servers), 'the server has delivered what it took')
  await withMailbox(servers, address, async (client) => {
    for (const folder of ['INBOX', 'Sent']) {
      const lock = await client.getMailboxLock(folder)
      try {
        if (client.mailbox !== false && client.mailbox.exists > 0) await client.messageDelete('1:*')
      } finally {
        lock.release()
      }
    }
  })
}

/** Everything that was taken has been delivered, reports included; what waits for a later attempt doesn't count. */
export async function queueIsEmpty(servers: MailServers): Promise<boolean> {
  const queues = ['maildrop', 'incoming', 'active'].map((name) =>
    readdir(`${servers.folder}/p/queue/${name}`)
  )
  return (await Promise.all(queues)).every((names) => names.length === 0)
}
