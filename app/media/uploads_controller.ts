import { Problem } from '#app/http/problem'
import type { UploadView } from '#app/inbox/views'
import { fileKind } from '#app/media/file_kind'
import { discardUpload, mediaStore, putUpload } from '#app/media/media_store'
import type { HttpContext } from '@adonisjs/core/http'
import type { CompanyId, MediaRef, MediaStore } from '@svyaz/core'
import type { Readable } from 'node:stream'

/** Whatever a channel takes; each has its own, lower limit, checked when the message is sent. */
const maxBytes = 100 * 1_048_576

type Upload = { readonly name: string; readonly mime: string; readonly ref: MediaRef }

export default class UploadsController {
  /** One file in the field `file`, streamed to the store as it comes. What is refused in the end leaves nothing there. */
  async store({ company, request, response }: HttpContext) {
    if (!request.is(['multipart/form-data'])) throw new Problem(415, 'E_UPLOAD_NOT_A_FORM')
    const uploads: Upload[] = []
    try {
      await receive(request, company.id, uploads)
      const [upload] = uploads
      if (!upload) throw new Problem(422, 'E_UPLOAD_EMPTY')
      return response.created(await viewOf(mediaStore(company.id), upload))
    } catch (error) {
      for (const { ref } of uploads) await discardUpload(company.id, ref)
      throw error
    }
  }
}

async function receive(
  request: HttpContext['request'],
  company: CompanyId,
  uploads: Upload[]
): Promise<void> {
  let refusal: unknown
  let parts = 0
  request.multipart.onFile('file', {}, async (part) => {
    // Thrown here, a refusal would lose its words on the way through the form's parser.
    try {
      if (++parts > 1) throw new Problem(422, 'E_UPLOAD_ONE_FILE')
      uploads.push(await keep(company, part))
    } catch (error) {
      refusal ??= error
      part.resume()
    }
  })
  await request.multipart.process()
  if (refusal !== undefined) throw refusal
}

async function keep(
  company: CompanyId,
  part: Readable & { readonly filename: string; readonly headers: { [name: string]: string } }
): Promise<Upload> {
  const [type = ''] = (part.headers['content-type'] ?? 'application/octet-stream').split(';')
  const about = { name: part.filename, mime: type.trim().toLowerCase() }
  return { ...about, ref: await putUpload(company, part, { ...about, maxBytes }) }
}

async function viewOf(store: MediaStore, { ref }: Upload): Promise<UploadView> {
  const { bytes, mime, name } = await store.about(ref)
  return { media: ref, name, mime, bytes, as: fileKind(mime) }
}
