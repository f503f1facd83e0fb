/** E-mail as the conformance kit moves it: a client with a mailbox of her own, on real servers. */
import { randomUUID } from 'node:crypto'
import { chown, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises'
import type { ChannelSimulator, ShownMessage, SimulatorFault } from '@svyaz/core/testing'
import { cuttingProxy } from './cutting_proxy.ts'
import type { CuttingProxy } from './cutting_proxy.ts'
import type { MailServers } from './index.ts'
import {
  asTaken,
  deliverRaw,
  emptyMailbox,
  lettersIn,
  openMailbox,
  passwordWorks,
  queueIsEmpty,
} from './mailbox.ts'
import { composed } from './composed.ts'
import { until } from './until.ts'

export const emailFaults: readonly SimulatorFault[] = [
  'drop_connection',
  'lose_next_answer',
  'revoke_login',
  'deliver_twice',
  'server_error',
]

const ours = 'shop@svyaz.test'
const client = 'anna@client.test'
const password = 'shop-secret'

export async function emailSimulator(servers: MailServers): Promise<ChannelSimulator> {
  await setPassword(servers, password)
  await emptyMailbox(servers, ours)
  await emptyMailbox(servers, client)
  const imap = await cuttingProxy(servers, servers.ports.imaps)
  const smtp = await cuttingProxy(servers, servers.ports.smtps)
  const watch = await openMailbox(servers, ours)
  await watch.mailboxOpen('INBOX')
  let last: { raw: Buffer; id: string } = { raw: Buffer.alloc(0), id: '' }
  const put = async ({ raw, id: messageId }: typeof last) => {
    const before = await count(messageId)
    await deliverRaw(servers, raw, ours, client)
    await until(async () => (await count(messageId)) > before, 'the letter lies in the mailbox')
  }
  const count = async (messageId: string) => {
    await watch.noop()
    const found = await watch.search({ header: { 'message-id': messageId } }, { uid: true })
    return Array.isArray(found) ? found.length : 0
  }
  return {
    flow: 'password',
    allowHosts: [servers.host],
    secrets: [password, servers.authority.slice(100, 160)],
    login: async (screens) => {
      await screens.next({})
      const values = {
        ...servers.settings(ours),
        imapPort: imap.port,
        smtpPort: smtp.port,
        ownCopy: true,
        settleAfterSeconds: 15,
      }
      const end = await screens.next({ values })
      if (end.done !== true) throw new Error(`the login went on: ${JSON.stringify(end.value)}`)
      return end.value
    },
    fault: (what) => breakIt(what, { servers, imap, smtp, again: () => put(last) }),
    clientSends: async ({ text, files }) => {
      const id = `${randomUUID()}@client.test`
      const raw = await composed({
        from: { name: 'Анна', address: client },
        to: ours,
        subject: 'Вопрос',
        messageId: `<${id}>`,
        text,
        attachments: files.map((file) => ({
          filename: file.name,
          contentType: file.mime,
          content: Buffer.from(file.bytes),
        })),
      })
      last = { raw, id }
      await put(last)
    },
    clientSaw: async () => {
      // The server has taken a letter before the client's mailbox has it.
      await until(() => queueIsEmpty(servers), 'the server has delivered what it took')
      return asTaken(await lettersIn(servers, client)).map(shown)
    },
    [Symbol.asyncDispose]: async () => {
      await watch.logout()
      await imap[Symbol.asyncDispose]()
      await smtp[Symbol.asyncDispose]()
      await setPassword(servers, password)
    },
  }
}

type Breakable = {
  servers: MailServers
  imap: CuttingProxy
  smtp: CuttingProxy
  again: () => Promise<void>
}

async function breakIt(
  what: SimulatorFault,
  { servers, imap, smtp, again }: Breakable
): Promise<void> {
  switch (what) {
    case 'drop_connection':
      imap.drop()
      return
    case 'lose_next_answer':
      smtp.cutAt = 'after_data'
      smtp.onCut = () => {
        smtp.cutAt = 'nowhere'
      }
      return
    case 'server_error':
      smtp.cutAt = 'busy_once'
      return
    case 'revoke_login':
      await setPassword(servers, 'another-one')
      imap.drop()
      smtp.drop()
      return
    case 'deliver_twice':
      await again()
      return
    case 'rate_limit':
      throw new Error('a provider’s daily limit rests for an hour at least')
  }
}

/**
 * Dovecot reads the file anew when its time in whole seconds has changed, and may do so at any moment: hence a new file in
 * one step, and always a later second. It looks at the time once a second at most: hence the waiting, without which a
 * login in that same second still goes by the old file.
 */
async function setPassword(servers: MailServers, value: string): Promise<void> {
  const file = `${servers.folder}/d/users`
  const users = await readFile(file, 'utf8')
  const changed = users.replace(/^(shop@svyaz\.test:\{PLAIN\})[^:]*/m, `$1${value}`)
  if (changed === users) return
  const { uid, gid, mode, mtimeMs } = await stat(file)
  const fresh = `${file}.new`
  await writeFile(fresh, changed, { mode })
  await chown(fresh, uid, gid)
  const seconds = Math.max(Date.now() / 1000, mtimeMs / 1000 + 1)
  await utimes(fresh, seconds, seconds)
  await rename(fresh, file)
  await until(() => passwordWorks(servers, ours, value), 'the server knows the password')
}

function shown(letter: Awaited<ReturnType<typeof lettersIn>>[number]): ShownMessage {
  return {
    text: (letter.text ?? '').trim(),
    files: letter.attachments.map((file) => ({
      name: file.filename ?? '',
      mime: file.contentType,
      bytes: file.content,
    })),
  }
}
