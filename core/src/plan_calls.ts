import type { Capabilities } from './capabilities.ts'
import type { MessageKind, OutgoingFile, RichText } from './content.ts'
import type { MediaRef } from './ids.ts'
import type { Localized } from './json.ts'
import type { SendOp } from './outgoing.ts'
import type { Failure } from './failure.ts'
import * as refused from './plan_refusals.ts'

export type FileFacts = { readonly bytes: number; readonly mime: string }

/**
 * Cuts what a person wrote into platform calls: ten photos are one call here, ten there, one letter by e-mail. Pure. A
 * `rejected` Failure where the channel can't take it: nothing is cut in silence. `channel`: its name, for the words.
 */
export function planCalls(
  op: SendOp,
  capabilities: Capabilities,
  about: (media: MediaRef) => FileFacts,
  channel: Localized
): readonly SendOp[] | Failure {
  const refusal = refusalOf(op, capabilities, channel)
  if (refusal) return refusal
  if (op.content.kind === 'text') {
    return textRefusal(op.content.text, capabilities, channel) ?? [op]
  }
  return planFiles(op, op.content, capabilities, about, channel)
}

function refusalOf(op: SendOp, can: Capabilities, channel: Localized): Failure | undefined {
  if (op.to.by !== 'chat' && !can.writesFirstBy.includes(op.to.by))
    return refused.writeFirst(channel)
  if (op.replyTo && !can.replies) return refused.replies(channel)
  if (op.subject !== undefined && !can.subject) return refused.subject(channel)
  return undefined
}

function textRefusal(text: RichText, can: Capabilities, channel: Localized): Failure | undefined {
  if (text.text.trim() === '') return refused.empty()
  if (!can.kinds.text) return refused.kind(channel, 'text')
  const limit = can.kinds.text.text
  if (limit !== undefined && text.text.length > limit) {
    return refused.text(channel, text.text.length, limit)
  }
  return undefined
}

function planFiles(
  op: SendOp,
  content: { readonly files: readonly OutgoingFile[]; readonly caption?: RichText },
  can: Capabilities,
  about: (media: MediaRef) => FileFacts,
  channel: Localized
): readonly SendOp[] | Failure {
  if (content.files.length === 0) return refused.empty()
  for (const file of content.files) {
    const refusal = fileRefusal(file, about(file.media), can, channel)
    if (refusal) return refusal
  }
  const albums = albumsOf(content.files, can)
  for (const album of albums) {
    const bytes = album.reduce((sum, file) => sum + about(file.media).bytes, 0)
    const limit = can.album?.bytes
    if (limit !== undefined && album.length > 1 && bytes > limit) {
      return refused.album(channel, bytes, limit)
    }
  }
  const caption = content.caption?.text.trim() === '' ? undefined : content.caption
  return joinText(op, albums, caption, can, channel)
}

function fileRefusal(
  file: OutgoingFile,
  facts: FileFacts,
  can: Capabilities,
  channel: Localized
): Failure | undefined {
  const limit = can.kinds[file.as]
  if (!limit) return refused.kind(channel, file.as)
  const album = can.album?.bytes ?? Infinity
  const most = Math.min(limit.bytes ?? Infinity, album)
  if (facts.bytes > most) return refused.file(channel, facts.bytes, most)
  if (limit.mime && !limit.mime.some((accepted) => mimeFits(facts.mime, accepted))) {
    return refused.mime(channel, facts.mime)
  }
  return undefined
}

function mimeFits(mime: string, accepted: string): boolean {
  const bare = mime.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return accepted.endsWith('/*') ? bare.startsWith(accepted.slice(0, -1)) : bare === accepted
}

/** Neighbours share a call where one list of `together` names them all. */
function albumsOf(files: readonly OutgoingFile[], can: Capabilities): OutgoingFile[][] {
  const albums: OutgoingFile[][] = []
  for (const file of files) {
    const last = albums.at(-1)
    if (last && last.length < (can.album?.max ?? 1) && mayShare([...last, file], can)) {
      last.push(file)
    } else {
      albums.push([file])
    }
  }
  return albums
}

function mayShare(files: readonly OutgoingFile[], can: Capabilities): boolean {
  const lists: readonly (readonly MessageKind[])[] = can.album?.together ?? []
  return lists.some((list) => files.every((file) => list.includes(file.as)))
}

/** The text is the first call's caption where all its files take one so long, else a message before them. */
function joinText(
  op: SendOp,
  albums: readonly (readonly OutgoingFile[])[],
  caption: RichText | undefined,
  can: Capabilities,
  channel: Localized
): readonly SendOp[] | Failure {
  const { replyTo, ...rest } = op
  const calls: SendOp[] = albums.map((files) => ({ ...rest, content: { kind: 'files', files } }))
  if (caption) {
    const first = albums[0] ?? []
    const most = Math.min(...first.map((file) => can.kinds[file.as]?.text ?? Infinity))
    if (caption.text.length <= most) {
      calls[0] = { ...rest, content: { kind: 'files', files: first, caption } }
    } else {
      const refusal = textRefusal(caption, can, channel)
      if (refusal) return captionRefusal(refusal, caption, most, can, channel)
      calls.unshift({ ...rest, content: { kind: 'text', text: caption } })
    }
  }
  const [first, ...others] = calls
  return first && replyTo ? [{ ...first, replyTo }, ...others] : calls
}

/** Where only captions are taken, their number is the one to name. */
function captionRefusal(
  refusal: Failure,
  caption: RichText,
  most: number,
  can: Capabilities,
  channel: Localized
): Failure {
  return can.kinds.text || most === 0 ? refusal : refused.text(channel, caption.text.length, most)
}
