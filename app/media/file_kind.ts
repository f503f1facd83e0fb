import type { FileKind } from '@svyaz/core'

/** As what a file is sent unless the person says otherwise. SVG is a document: nobody shows it as a picture. */
export function fileKind(mime: string): FileKind {
  if (/^image\/(png|jpeg|gif|webp|avif|bmp|heic|heif)$/.test(mime)) return 'image'
  if (mime.startsWith('video/')) return 'video'
  if (mime.startsWith('audio/')) return 'audio'
  return 'document'
}
