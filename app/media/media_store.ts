import { gone, storeFailed, tooBig } from '#app/media/failures'
import { mediaLink } from '#app/media/media_link'
import { deleteUnnamed, findMedia, insertMedia, type MediaRow } from '#app/media/queries/media'
import { slice } from '#app/media/slice'
import drive from '@adonisjs/drive/services/main'
import { isFailure, mediaRef, type CompanyId, type MediaRef, type MediaStore } from '@svyaz/core'
import { once } from 'node:events'
import { Readable, Transform } from 'node:stream'
import { v7, validate } from 'uuid'

/** Files of one company, on the disk that config/drive.ts names. */
export function mediaStore(company: CompanyId): MediaStore {
  return {
    put: (stream, about) => put(company, Readable.fromWeb(stream as never), about, false),
    async about(ref) {
      const { bytes, mime, name } = await get(company, ref)
      return { bytes, mime, name }
    },
    async open(ref, range) {
      const { id, bytes, mime, name } = await get(company, ref)
      const whole = await openWhole(keyOf(company, id))
      const part = range ? slice(whole, range.from, range.to) : whole
      return { bytes, mime, name, stream: Readable.toWeb(part) as ReadableStream<Uint8Array> }
    },
    link: (ref, forMs) => mediaLink(company, ref, forMs),
  }
}

/** A file for a message to come: swept when none names it, see `sweep_media.ts`. */
export async function putUpload(
  company: CompanyId,
  source: Readable,
  about: About
): Promise<MediaRef> {
  return put(company, source, about, true)
}

/** Of an upload that nobody was told about. */
export async function discardUpload(company: CompanyId, ref: MediaRef): Promise<void> {
  if (await deleteUnnamed(company, ref)) await deleteFile(company, ref)
}

/** The row is gone already: a file that stays behind is found by the next sweep. */
export async function deleteFile(company: string, id: string): Promise<void> {
  await drive.use().delete(keyOf(company, id))
}

/** A driver's stream says only when it is read that the file is gone: too late for an answer that has begun. */
async function openWhole(key: string): Promise<Readable> {
  try {
    const whole = await drive.use().getStream(key)
    await once(whole, 'readable')
    return whole
  } catch (error) {
    throw gone(error)
  }
}

type About = { readonly mime: string; readonly name?: string; readonly maxBytes: number }

/** The file first, its row then: a row never names a file that isn't whole. */
async function put(
  company: CompanyId,
  source: Readable,
  about: About,
  unnamed: boolean
): Promise<MediaRef> {
  const row = { id: v7(), name: cleanName(about.name), mime: about.mime.slice(0, 200) }
  const disk = drive.use()
  const counted = countTo(about.maxBytes)
  source.once('error', (error) => counted.destroy(error))
  try {
    await disk.putStream(keyOf(company, row.id), source.pipe(counted))
    await insertMedia(company, { ...row, bytes: counted.bytes, unnamed })
    return mediaRef(row.id)
  } catch (error) {
    source.destroy()
    await disk.delete(keyOf(company, row.id)).catch(() => {})
    throw isFailure(counted.refusal) ? counted.refusal : storeFailed(error)
  }
}

/** Fails past the limit while the bytes flow: nothing is held in memory. */
class Counter extends Transform {
  bytes = 0
  refusal: Error | undefined
  readonly #max: number

  constructor(max: number) {
    super()
    this.#max = max
  }

  override _transform(chunk: Buffer, _: string, done: (error?: Error, chunk?: Buffer) => void) {
    this.bytes += chunk.length
    if (this.bytes <= this.#max) return done(undefined, chunk)
    this.refusal = tooBig(this.#max)
    done(this.refusal)
  }
}

function countTo(max: number): Counter {
  return new Counter(max)
}

async function get(company: CompanyId, ref: MediaRef): Promise<MediaRow> {
  const row = validate(ref) ? await findMedia(company, ref) : undefined
  if (!row) throw gone()
  return row
}

/** The last two digits of a UUID v7 are random: folders stay small. */
function keyOf(company: string, id: string): string {
  return `${company}/${id.slice(-2)}/${id}`
}

/** As people see it: no folders, no control characters. */
function cleanName(name: string | undefined): string {
  const plain = (name ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, '').replaceAll(/[/\\]/g, '_')
  return plain.trim().slice(0, 200) || 'file'
}
