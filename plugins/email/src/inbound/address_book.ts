/** Whom the mailbox has written to and heard from, by the heads of its newest letters. No bodies are downloaded. */
import type { ImapFlow, MessageAddressObject, MessageEnvelopeObject } from 'imapflow'
import type { ContactCard, PersonKey } from '@svyaz/core'
import { isAddress, personOf } from '../address_key.ts'
import type { SideConnection } from '../connect/side.ts'
import { isMachine } from './auto.ts'
import type { Mailbox } from './letter.ts'
import { cardOf } from './letter_to_event.ts'
import { cleanLine } from './names.ts'

/** Of each folder. */
const newest = 5000
/** Downloads and copies for Sent go in between. */
const pageLetters = 200
/** Two texts each are kept to know whom we have had: a few megabytes. */
const mostPeople = 20_000

export type BookDeps = {
  readonly side: SideConnection
  readonly ownAddress: string
  /** undefined: the mailbox has none. */
  sentFolder(client: ImapFlow): Promise<string | undefined>
}

type Folder = { readonly path: string; peopleOf(envelope: MessageEnvelopeObject): Addresses }
type Addresses = readonly MessageAddressObject[]

/**
 * Each person once, the newest first. Who was never named waits till the end: an older letter may have the name.
 */
export async function* addressBook(
  deps: BookDeps,
  signal: AbortSignal
): AsyncGenerator<ContactCard> {
  const told = new Set<PersonKey>([personOf(deps.ownAddress)])
  const nameless = new Map<PersonKey, Mailbox>()
  for (const folder of await foldersOf(deps, signal)) {
    for await (const mailbox of mailboxesIn(folder, deps, signal)) {
      if (told.size + nameless.size >= mostPeople) break
      const key = personOf(mailbox.address)
      if (told.has(key)) continue
      if (mailbox.name === '') {
        nameless.set(key, mailbox)
        continue
      }
      nameless.delete(key)
      told.add(key)
      yield cardOf(mailbox)
      signal.throwIfAborted()
    }
  }
  for (const mailbox of nameless.values()) {
    yield cardOf(mailbox)
    signal.throwIfAborted()
  }
}

async function foldersOf(deps: BookDeps, signal: AbortSignal): Promise<readonly Folder[]> {
  const sent = await deps.side.use(signal, (client) => deps.sentFolder(client))
  const inbox: Folder = { path: 'INBOX', peopleOf: ({ from = [] }) => from }
  if (sent === undefined) return [inbox]
  const written: Folder = {
    path: sent,
    peopleOf: ({ to = [], cc = [], bcc = [] }) => [...to, ...cc, ...bcc],
  }
  return [written, inbox]
}

/** From the end, page by page. By places and not by UIDs: what is new comes behind them. */
async function* mailboxesIn(
  folder: Folder,
  { side }: BookDeps,
  signal: AbortSignal
): AsyncGenerator<Mailbox> {
  let last: number | undefined
  for (let read = 0; read < newest && last !== 0; read += pageLetters) {
    const page = await side.use(signal, (client) => readPage(client, folder, last))
    last = page.before
    for (const mailbox of page.mailboxes) yield mailbox
  }
}

type Page = { readonly mailboxes: readonly Mailbox[]; readonly before: number }

async function readPage(client: ImapFlow, folder: Folder, upTo: number | undefined): Promise<Page> {
  const lock = await client.getMailboxLock(folder.path, { readOnly: true })
  try {
    const exists = client.mailbox === false ? 0 : client.mailbox.exists
    const last = Math.min(upTo ?? exists, exists)
    if (last === 0) return { mailboxes: [], before: 0 }
    const first = Math.max(last - pageLetters + 1, 1)
    const letters: Mailbox[][] = []
    for await (const { envelope } of client.fetch(`${first}:${last}`, { envelope: true })) {
      if (envelope) letters.push(mailboxesOf(folder.peopleOf(envelope)))
    }
    return { mailboxes: letters.reverse().flat(), before: first - 1 }
  } finally {
    lock.release()
  }
}

/** Of a list of hundreds of recipients nobody is a contact. */
const mostOfLetter = 50

function mailboxesOf(addresses: Addresses): Mailbox[] {
  if (addresses.length > mostOfLetter) return []
  return addresses.flatMap(({ name = '', address = '' }) => {
    if (!isAddress(address) || isMachine(address)) return []
    const said = cleanLine(name).replace(/^['"]|['"]$/g, '')
    return [{ address, name: said.toLowerCase() === address.toLowerCase() ? '' : said }]
  })
}
