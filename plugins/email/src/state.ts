/** The plugin's own keys: what is remembered of letters, dialogs and folders. Everything expires but the cursors. */
import { createHash } from 'node:crypto'
import type { EncryptedState } from '@svyaz/core'
import { z } from 'zod'

const day = 86_400_000
/** A reply may come after a year of silence. */
export const letterLifeMs: number = 400 * day
export const subjectLifeMs: number = 30 * day
export const recipientLifeMs: number = 5 * day
export const evidenceLifeMs: number = 14 * day

export type FolderRole = 'inbox' | 'sent'

export const cursorSchema: z.ZodType<Cursor> = z.object({
  folder: z.string(),
  uidValidity: z.string(),
  lastUid: z.number(),
  lastAt: z.number(),
  historyUntil: z.number(),
})
export type Cursor = {
  folder: string
  /** A bigint, as text. */
  uidValidity: string
  lastUid: number
  /** Arrival of the last letter taken, for finding the place again when UIDVALIDITY changes. */
  lastAt: number
  /** Letters up to this UID were there before us. */
  historyUntil: number
}

/** What is known of a letter, theirs or ours, by its Message-ID. */
export const knownLetterSchema: z.ZodType<KnownLetter> = z.object({
  id: z.string(),
  chat: z.string(),
  print: z.string(),
  people: z.array(z.string()),
  ours: z.boolean(),
  at: z.number(),
})
export type KnownLetter = {
  /** As core knows it. */
  id: string
  chat: string
  /** Tells two letters with one Message-ID apart. */
  print: string
  /** Keys of the addresses that take part. */
  people: string[]
  ours: boolean
  /** When it was sent or came. */
  at: number
}

/** The last letter of a dialog: what an answer refers to. */
export const threadSchema: z.ZodType<Thread> = z.object({
  subject: z.string(),
  messageId: z.string(),
  references: z.array(z.string()),
  name: z.string(),
  writer: z.string().default(''),
  automatic: z.boolean(),
})
export type Thread = {
  subject: string
  messageId: string
  references: string[]
  /** Of who wrote last, for To. */
  name: string
  /** Who wrote last, if another than the dialog is with: answers go to both. */
  writer: string
  /** The client's last letter was written by a machine: no machine of ours answers it. */
  automatic: boolean
}

export const keyOf: {
  readonly cursor: (role: FolderRole) => string
  readonly letter: (messageId: string) => string
  readonly subject: (address: string, subject: string) => string
  readonly thread: (chat: string) => string
  readonly others: (chat: string) => string
  readonly sentTo: (address: string) => string
  readonly evidence: (callId: string) => string
  readonly robot: (address: string) => string
  readonly sentFolder: string
  readonly tokens: string
} = {
  cursor: (role) => `cursor/${role}`,
  letter: (messageId) => `letter/${digest(messageId)}`,
  subject: (address, subject) => `subject/${digest(`${address}\n${subject}`)}`,
  thread: (chat) => `thread/${digest(chat)}`,
  others: (chat) => `others/${digest(chat)}`,
  /** A prefix: one key per letter. */
  sentTo: (address) => `to/${digest(address)}/`,
  evidence: (callId) => `evidence/${callId}`,
  robot: (address) => `robot/${digest(address)}`,
  sentFolder: 'folder/sent',
  tokens: 'oauth/tokens',
}

/** Keys hold digests: an address or an id of a letter is nobody's business in a table of keys. */
export function digest(text: string, length = 26): string {
  return createHash('sha256')
    .update(text)
    .digest('base64url')
    .toLowerCase()
    .replace(/[-_]/g, '0')
    .slice(0, length)
}

export function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

export function decode<T>(schema: z.ZodType<T>, value: Uint8Array | undefined): T | undefined {
  if (value === undefined) return undefined
  const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(value)))
  return parsed.success ? parsed.data : undefined
}

export type StateReader = Pick<EncryptedState, 'get' | 'list'>

export async function readOne<T>(
  state: StateReader,
  key: string,
  schema: z.ZodType<T>
): Promise<T | undefined> {
  return decode(schema, (await state.get([key])).get(key))
}
