import type { MediaRef } from './ids.ts'
import type { Json, Localized } from './json.ts'

export type FileKind = 'image' | 'video' | 'audio' | 'voice' | 'document'
export type MessageKind = FileKind | 'text'

/** Text as a person reads it, without markup. Lengths are counted in UTF-16 units. */
export type RichText = { readonly text: string }

type Body<File> =
  | { readonly kind: 'text'; readonly text: RichText }
  | { readonly kind: 'files'; readonly files: readonly File[]; readonly caption?: RichText }

/** What could not be read or isn't known yet, in words. Its raw form may be among the event's `original`. */
export type Unknown = { readonly kind: 'unknown'; readonly label: Localized }

/** Enough to fetch a file later: a part's number, an address, a media key. Stored encrypted. */
export type RemoteMedia = {
  readonly remote: Json
  readonly mime: string
  readonly name?: string
  readonly bytes?: number
}

export type OutgoingFile = {
  readonly as: FileKind
  readonly media: MediaRef
  readonly name?: string
}

export type IncomingFile = {
  readonly as: FileKind
  readonly media: RemoteMedia | MediaRef
  readonly name?: string
  readonly mime?: string
  readonly bytes?: number
  readonly seconds?: number
}

/** What we send: files are in our media store. */
export type Content = Body<OutgoingFile>

/** What came: files may still be at the messenger. */
export type IncomingContent = Body<IncomingFile> | Unknown

export function isRemote(media: RemoteMedia | MediaRef): media is RemoteMedia {
  return typeof media === 'object'
}
