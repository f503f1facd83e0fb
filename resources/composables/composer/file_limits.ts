/** What a channel takes, asked before anything is uploaded. Pure; core asks the same again when the message is sent. */
import type { KindLimits } from '@app/inbox/views'
import type { FileKind } from '@svyaz/core'

export type FileFacts = { readonly mime: string; readonly bytes: number }
export type FileRefusal =
  { readonly why: 'kind' | 'mime' | 'empty' } | { readonly why: 'size'; readonly most: number }

/** What our own server takes, whatever the channel. */
const serverBytes = 100 * 1_048_576

/** As what a person expects to see it. SVG is a document: nobody shows it as a picture. */
export function natureOf(mime: string): FileKind {
  if (/^image\/(png|jpeg|gif|webp|avif|bmp|heic|heif)$/.test(mime)) return 'image'
  if (mime.startsWith('video/')) return 'video'
  return mime.startsWith('audio/') ? 'audio' : 'document'
}

export function refusalOf(file: FileFacts, as: FileKind, kinds: KindLimits): FileRefusal | null {
  if (file.bytes === 0) return { why: 'empty' }
  const limit = kinds[as]
  if (limit === undefined) return { why: 'kind' }
  const most = Math.min(limit.bytes ?? serverBytes, serverBytes)
  if (file.bytes > most) return { why: 'size', most }
  const fits = limit.mime === undefined || limit.mime.some((one) => mimeFits(file.mime, one))
  return fits ? null : { why: 'mime' }
}

/** As what it may go, the natural way first: a picture that is too big for a picture may still be a file. */
export function waysOf(file: FileFacts, kinds: KindLimits): readonly FileKind[] {
  const nature = natureOf(file.mime)
  const ways: readonly FileKind[] = nature === 'document' ? [nature] : [nature, 'document']
  return ways.filter((as) => refusalOf(file, as, kinds) === null)
}

/** What the channel lacks is named by what comes closest to being taken. */
export function mainRefusal(file: FileFacts, kinds: KindLimits): FileRefusal {
  const nature = refusalOf(file, natureOf(file.mime), kinds)
  const asFile = refusalOf(file, 'document', kinds)
  const sizes = [nature, asFile].filter((one) => one?.why === 'size')
  const largest = sizes.sort((left, right) => mostOf(right) - mostOf(left))[0]
  return largest ?? nature ?? asFile ?? { why: 'kind' }
}

const mostOf = (refusal: FileRefusal | null): number => (refusal?.why === 'size' ? refusal.most : 0)

export type TextLimit = {
  /** null: any length. */
  readonly most: number | null
  /** A longer one goes as a message of its own, before the files. */
  readonly caption: number | null
}

export function textLimit(kinds: KindLimits, files: readonly FileKind[]): TextLimit {
  const alone = kinds.text === undefined ? 0 : (kinds.text.text ?? Infinity)
  if (files.length === 0) return { most: finite(alone), caption: null }
  const caption = Math.min(...files.map((as) => kinds[as]?.text ?? Infinity))
  return {
    most: finite(Math.max(alone, caption)),
    caption: caption < alone ? finite(caption) : null,
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

function mimeFits(mime: string, accepted: string): boolean {
  const bare = mime.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return accepted.endsWith('/*') ? bare.startsWith(accepted.slice(0, -1)) : bare === accepted
}

/** The first of these types that the channel takes as a voice message. */
export function voiceType(types: readonly string[], kinds: KindLimits): string | undefined {
  return types.find((mime) => refusalOf({ mime, bytes: 1 }, 'voice', kinds) === null)
}
