import { Problem } from '#app/http/problem'
import type { UploadView } from '#app/inbox/views'
import { fileKind } from '#app/media/file_kind'
import { mediaStore } from '#app/media/media_store'
import type { HttpContext } from '@adonisjs/core/http'
import type { MediaStore } from '@svyaz/core'
import { Readable } from 'node:stream'

/** Whatever a channel takes; each has its own, lower limit, checked when the message is sent. */
const maxBytes = 100 * 1_048_576

type Upload = {
  readonly file: { readonly name: string; readonly mime: string; readonly ref: string }
}

export default class UploadsController {
  /** One file in the field `file`, streamed to the store as it comes. */
  async store({ company, request, response }: HttpContext) {
    if (!request.is(['multipart/form-data'])) throw new Problem(415, 'E_UPLOAD_NOT_A_FORM')
    const store = mediaStore(company.id)
    let upload: Upload | undefined
    let refusal: unknown
    request.multipart.onFile('file', {}, async (part) => {
      const name = part.filename
      const mime = (part.headers['content-type'] ?? 'application/octet-stream').split(';')[0] ?? ''
      // Thrown here, a refusal would lose its words on the way through the form's parser.
      upload = await keep(store, part, { name, mime: mime.trim().toLowerCase() }).catch(
        (error: unknown) => {
          refusal = error
          part.resume()
          return undefined
        }
      )
    })
    await request.multipart.process()
    if (refusal !== undefined) throw refusal
    if (!upload) throw new Problem(422, 'E_UPLOAD_EMPTY')
    return response.created(await viewOf(store, upload))
  }
}

async function keep(
  store: MediaStore,
  part: Readable,
  about: { readonly name: string; readonly mime: string }
): Promise<Upload> {
  const stream = Readable.toWeb(part) as ReadableStream<Uint8Array>
  const ref = await store.put(stream, { ...about, maxBytes })
  return { file: { ...about, ref } }
}

async function viewOf(store: MediaStore, { file }: Upload): Promise<UploadView> {
  const { bytes, mime, name } = await store.about(file.ref as never)
  return { media: file.ref, name, mime, bytes, as: fileKind(mime) }
}
