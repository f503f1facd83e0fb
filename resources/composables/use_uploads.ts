/** Files on their way to the server: progress, cancel, again. They outlive the composer, since text may be sent meanwhile. */
import type { UploadView } from '@app/inbox/views'
import { reactive } from 'vue'
import { csrfToken, NoAnswer, readAnswer } from './http.ts'

export type Upload = {
  readonly id: string
  readonly file: File | Pick<File, 'name' | 'size' | 'type'>
  /** Of an image, shown while it loads. */
  readonly preview: string | null
  state: 'loading' | 'done' | 'failed' | 'cancelled'
  /** 0 … 1 */
  progress: number
  view: UploadView | null
  failure: unknown
}

const uploads = reactive(new Map<string, Upload>())
const running = new Map<string, XMLHttpRequest>()
const ends = new Map<string, Promise<void>>()

export function findUpload(id: string): Upload | undefined {
  return uploads.get(id)
}

export function startUpload(file: File): Upload {
  const id = crypto.randomUUID()
  const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null
  uploads.set(id, {
    id,
    file,
    preview,
    state: 'loading',
    progress: 0,
    view: null,
    failure: null,
  })
  ends.set(id, push(id))
  return uploads.get(id) as Upload
}

/** A file that the server has already, such as a quick reply's: nothing is uploaded for it. */
export function keepStored(view: UploadView): Upload {
  const id = crypto.randomUUID()
  uploads.set(id, {
    id,
    file: { name: view.name, size: view.bytes, type: view.mime },
    preview: view.as === 'image' ? `/media/${view.media}` : null,
    state: 'done',
    progress: 1,
    view,
    failure: null,
  })
  return uploads.get(id) as Upload
}

export function repeatUpload(id: string): void {
  const upload = uploads.get(id)
  if (upload === undefined || upload.state === 'loading' || upload.state === 'done') return
  Object.assign(upload, { state: 'loading', progress: 0, failure: null })
  ends.set(id, push(id))
}

export function dropUpload(id: string): void {
  const upload = uploads.get(id)
  if (upload === undefined) return
  upload.state = 'cancelled'
  running.get(id)?.abort()
  if (upload.preview !== null) URL.revokeObjectURL(upload.preview)
  uploads.delete(id)
}

/** Resolves with what was stored, rejects with the reason of the one that wasn't. */
export async function uploaded(ids: readonly string[]): Promise<UploadView[]> {
  await Promise.all(ids.map((id) => ends.get(id)))
  return ids.map((id) => {
    const upload = uploads.get(id)
    if (upload?.view == null) throw upload?.failure ?? new NoAnswer(new Error('upload'))
    return upload.view
  })
}

async function push(id: string): Promise<void> {
  try {
    const view = await post(id)
    const upload = uploads.get(id)
    if (upload !== undefined) Object.assign(upload, { state: 'done', progress: 1, view })
  } catch (error) {
    const upload = uploads.get(id)
    if (upload !== undefined) Object.assign(upload, { state: 'failed', failure: error })
  } finally {
    running.delete(id)
  }
}

/** XMLHttpRequest, since fetch tells nothing about the progress of a body. */
function post(id: string): Promise<UploadView> {
  return new Promise((resolve, reject) => {
    const upload = uploads.get(id)
    if (!(upload?.file instanceof File)) return reject(new Error('cancelled'))
    const http = new XMLHttpRequest()
    running.set(id, http)
    http.open('POST', '/inbox/files')
    http.setRequestHeader('accept', 'application/json')
    http.setRequestHeader('x-xsrf-token', csrfToken())
    http.upload.onprogress = ({ loaded, total }) => {
      const known = uploads.get(id)
      if (known !== undefined && total > 0) known.progress = loaded / total
    }
    http.onerror = () => reject(new NoAnswer(new Error('upload')))
    http.onabort = () => reject(new Error('cancelled'))
    http.onload = () => {
      const type = http.getResponseHeader('content-type')
      readAnswer<UploadView>(http.status, type, () => http.responseText).then(resolve, reject)
    }
    const form = new FormData()
    form.append('file', upload.file, upload.file.name)
    http.send(form)
  })
}
