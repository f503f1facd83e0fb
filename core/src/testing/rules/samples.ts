import { randomBytes } from 'node:crypto'
import type { Capabilities } from '../../capabilities.ts'
import type { FileKind, IncomingContent, IncomingFile } from '../../content.ts'
import type { ShownFile } from '../simulator.ts'

/** The smallest valid PNG: some platforms look inside. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64'
)

const mimes: Readonly<Record<FileKind, string>> = {
  image: 'image/png',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  document: 'application/pdf',
}

/** A small file that the channel says it takes. */
export function sampleFile(
  as: FileKind,
  kinds: Capabilities['kinds']
): ShownFile & { readonly as: FileKind } {
  const accepted = kinds[as]?.mime
  const usual = mimes[as]
  const fits =
    !accepted ||
    accepted.some(
      (one) => one === usual || (one.endsWith('/*') && usual.startsWith(one.slice(0, -1)))
    )
  const mime = fits ? usual : (accepted[0] ?? usual).replace('/*', '/x-sample')
  const extension = mime.split('/')[1] ?? 'bin'
  const bytes = mime === 'image/png' ? png : randomBytes(2000)
  return { as, name: `sample.${extension}`, mime, bytes }
}

export function filesOf(content: IncomingContent): readonly IncomingFile[] {
  return content.kind === 'files' ? content.files : []
}
