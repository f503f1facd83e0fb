/** Files on their way to the server: progress, cancel, again. They outlive the composer, since text may be sent meanwhile. */
import type { UploadView } from '@app/inbox/views'
import type { FileKind } from '@svyaz/core'
import { reactive } from 'vue'
import { csrfToken, NoAnswer, readAnswer } from './http.ts'

export type Upload = {
  readonly id: string
  /** null: it is in the store already: of a draft, of a quick reply. */
  readonly file: File | null
  readonly name: string
  readonly bytes: number
  /** Of an image, shown while it loads. */
  readonly preview: string | null
  readonly mime: string
  /** As what it goes. */
  as: FileKind
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

export function findUploads(ids: readonly string[]): readonly Upload[] {
  return ids.map(findUpload).filter((one): one is Upload => one !== undefined)
}

export function startUpload(file: File, as: FileKind): Upload {
  const id = crypto.randomUUID()
  const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null
  uploads.set(id, {
    id,
    file,
    name: file.name,
    bytes: file.size,
    preview,
    mime: file.type,
    as,
    state: 'loading',
    progress: 0,
    view: null,
    failure: null,
  })
  ends.set(id, push(id))
  return uploads.get(id) as Upload
}

/** One that the server has: uploaded on another device or before the page was loaded, or a quick reply's. */
export function keepStored(view: UploadView): Upload {
  const id = crypto.randomUUID()
  uploads.set(id, {
    id,
    file: null,
    name: view.name,
    bytes: view.bytes,
    preview: view.mime.startsWith('image/') ? `/media/${view.media}` : null,
    mime: view.mime,
    as: view.as,
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
  if (upload.preview?.startsWith('blob:')) URL.revokeObjectURL(upload.preview)
  uploads.delete(id)
  ends.delete(id)
}

/** What is in the store already, as it is to be sent. */
export function stored(upload: Upload | undefined): UploadView | null {
  return upload?.view == null ? null : { ...upload.view, as: upload.as }
}

/** Resolves with what was stored, rejects with the reason of the one that wasn't. */
export async function uploaded(ids: readonly string[]): Promise<UploadView[]> {
  await Promise.all(ids.map((id) => ends.get(id)))
  return ids.map((id) => {
    const upload = uploads.get(id)
    const view = stored(upload)
    if (view === null) throw upload?.failure ?? new NoAnswer(new Error('upload'))
    return view
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
    const file = uploads.get(id)?.file
    if (!file) return reject(new Error('cancelled'))
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
    form.append('file', file, file.name)
    http.send(form)
  })
}
