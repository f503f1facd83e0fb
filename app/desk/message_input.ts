import { createHash } from 'node:crypto'
import { timeOfId } from '#app/inbox/new_id'
import type { SendBody } from '#app/inbox/views'
import { Problem } from '#app/http/problem'
import { mediaRef, type Content, type OutgoingFile } from '@svyaz/core'

/** What a person wrote. `id` is made in the browser and becomes the id of the message: the same in every repeat. */
export type MessageInput = SendBody

const dayMs = 24 * 60 * 60 * 1000

/** Its time chooses the partition, so it can't be just any time. Months are made from the last one to three ahead. */
export function assertId(id: string, now: number): void {
  const made = timeOfId(id)
  if (made === undefined || Math.abs(made - now) > 27 * dayMs)
    throw new Problem(422, 'E_MESSAGE_ID')
}

/** The same request has the same one; the id itself and the order of fields don't matter. */
export function fingerprintOf(place: string, input: MessageInput): string {
  const { text, files, replyTo, subject } = input
  const said = [
    place,
    text,
    files.map(({ media, name, as }) => [media, name, as]),
    replyTo ?? null,
    subject ?? null,
  ]
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}

export function contentOf(text: string, files: MessageInput['files']): Content {
  if (files.length === 0) return { kind: 'text', text: { text } }
  const outgoing = files.map(({ as, media, name }): OutgoingFile => ({
    as,
    media: mediaRef(media),
    name,
  }))
  return { kind: 'files', files: outgoing, ...(text === '' ? {} : { caption: { text } }) }
}
