/** The mailbox's folder for sent letters: where it is, what lies there, and putting a copy into it. */
import type { ImapFlow } from 'imapflow'
import type { EncryptedState } from '@svyaz/core'
import { z } from 'zod'
import { encode, keyOf, readOne } from '../state.ts'

const day = 86_400_000
const pathSchema = z.string()

/** Remembered once found: a guess from localised names isn't made anew at every start. */
export async function sentFolder(
  client: ImapFlow,
  state: EncryptedState
): Promise<string | undefined> {
  const stored = await readOne(state, keyOf.sentFolder, pathSchema)
  if (stored !== undefined) return stored
  const folders = await client.list()
  const found = folders.find((folder) => folder.specialUse === '\\Sent')?.path
  if (found !== undefined) await rememberSent(found, state)
  return found
}

export async function rememberSent(path: string, state: EncryptedState): Promise<void> {
  await state.commit({ put: new Map([[keyOf.sentFolder, encode(path)]]) })
}

/** Is this letter there? Some servers match loosely, so the header found is compared. */
export async function isInFolder(
  client: ImapFlow,
  folder: string,
  messageId: string,
  sentAt: number
): Promise<boolean> {
  const lock = await client.getMailboxLock(folder, { readOnly: true })
  try {
    // An open folder learns of new letters only at a command that may tell of them.
    await client.noop()
    const since = new Date(sentAt - day)
    const found = await client.search(
      { since, header: { 'message-id': `<${messageId}>` } },
      { uid: true }
    )
    if (!Array.isArray(found) || found.length === 0) return false
    for await (const one of client.fetch(
      found.slice(-20),
      { uid: true, envelope: true },
      { uid: true }
    )) {
      if (one.envelope?.messageId?.includes(messageId) === true) return true
    }
    return false
  } finally {
    lock.release()
  }
}

/** Where there is no folder for sent letters it is made. */
export async function appendSent(
  client: ImapFlow,
  folder: string | undefined,
  letter: Buffer,
  sentAt: number
): Promise<string> {
  const path = folder ?? (await client.mailboxCreate('Sent')).path
  await client.append(path, letter, ['\\Seen'], new Date(sentAt))
  return path
}
