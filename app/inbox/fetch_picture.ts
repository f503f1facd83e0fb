import { Problem } from '#app/http/problem'
import { imageType } from './image_type.js'

export const mostPictureBytes = 5 * 1024 * 1024

export type Picture = { readonly mime: string; readonly bytes: Uint8Array }

/** A remote picture of a letter, through a guarded `fetch`: no cookies, no referrer, only what is an image by its bytes. */
export async function fetchPicture(
  fetch: typeof globalThis.fetch,
  address: string
): Promise<Picture> {
  const answer = await fetch(address, {
    headers: { accept: 'image/*' },
    referrerPolicy: 'no-referrer',
    credentials: 'omit',
  }).catch(() => undefined)
  if (!answer?.ok) {
    await answer?.body?.cancel()
    throw new Problem(502, 'E_PICTURE_AWAY')
  }
  const bytes = await answer.bytes().catch(() => undefined)
  if (!bytes) throw new Problem(502, 'E_PICTURE_AWAY')
  const mime = imageType(bytes)
  if (mime === undefined) throw new Problem(502, 'E_PICTURE_AWAY')
  return { mime, bytes }
}
