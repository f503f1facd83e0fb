import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { MediaStore, StoredMedia } from '../context.ts'
import { isFailure } from '../failure.ts'
import { mediaRef, type CompanyId, type MediaRef } from '../ids.ts'
import { diskFailure, gone, tooBig } from './media_failures.ts'
import { createMediaLinks, type MediaLinks } from './media_links.ts'
import { safeMime, safeName } from './media_names.ts'
import { serveMedia } from './serve_media.ts'

export type DiskMediaOptions = {
  readonly folder: string
  /** Where the world reaches the hub's `fetch`. Default `http://localhost`. */
  readonly publicUrl?: URL
  /** Signs links; at least 32 bytes. */
  readonly secret: string
}

export interface DiskMedia {
  (company: CompanyId): MediaStore
  /** Answers the addresses that `link` gave; undefined: not one of them. */
  readonly serve: (request: Request) => Promise<Response | undefined>
}

/** Files in a folder, one pair per file: its bytes, and beside them what it is. For embedders without a store of their own. */
export function diskMedia(options: DiskMediaOptions): DiskMedia {
  const links = createMediaLinks(options.secret, options.publicUrl ?? new URL('http://localhost'))
  const storeOf = (company: CompanyId) =>
    companyMedia(join(options.folder, safeName(company)), company, links)
  const serve = (request: Request) => serveMedia(request, links, storeOf)
  return Object.assign(storeOf, { serve })
}

function companyMedia(folder: string, company: CompanyId, links: MediaLinks): MediaStore {
  const about = async (ref: MediaRef) => JSON.parse(await readMeta(folder, ref)) as StoredMedia
  return {
    about,
    async put(stream, { mime, name, maxBytes }) {
      const ref = mediaRef(randomBytes(16).toString('hex'))
      const bytes = await store(folder, ref, stream, maxBytes)
      const stored: StoredMedia = { bytes, mime: safeMime(mime), name: safeName(name ?? 'file') }
      await finish(folder, ref, stored)
      return ref
    },
    async open(ref, range) {
      const stored = await about(ref)
      const file = createReadStream(pathOf(folder, ref), {
        ...(range ? { start: range.from } : {}),
        ...(range?.to === undefined ? {} : { end: range.to }),
      })
      return { ...stored, stream: Readable.toWeb(file) as ReadableStream<Uint8Array> }
    },
    link: async (ref, forMs) => links.make({ company, ref, name: (await about(ref)).name }, forMs),
  }
}

/** Refs come back from outside: anything but one of ours is no file, and never a path. */
function pathOf(folder: string, ref: MediaRef): string {
  if (!/^[0-9a-f]{32}$/.test(ref)) throw gone()
  return join(folder, ref.slice(0, 2), ref)
}

async function readMeta(folder: string, ref: MediaRef): Promise<string> {
  try {
    return await readFile(`${pathOf(folder, ref)}.json`, 'utf8')
  } catch (error) {
    throw diskFailure(error)
  }
}

async function store(
  folder: string,
  ref: MediaRef,
  stream: ReadableStream<Uint8Array>,
  maxBytes: number
): Promise<number> {
  const path = pathOf(folder, ref)
  try {
    await mkdir(join(folder, ref.slice(0, 2)), { recursive: true }).catch((error: unknown) => {
      throw diskFailure(error)
    })
    return await write(`${path}.part`, stream, maxBytes)
  } catch (error) {
    await rm(`${path}.part`, { force: true }).catch(() => {})
    stream.cancel(error).catch(() => {})
    throw error
  }
}

/** A failure of the stream is its own, one of the file is the disk's. */
async function write(
  path: string,
  stream: ReadableStream<Uint8Array>,
  maxBytes: number
): Promise<number> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    throw diskFailure(error)
  })
  let bytes = 0
  try {
    for await (const chunk of stream) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooBig(maxBytes)
      await file.writeFile(chunk).catch((error: unknown) => {
        throw diskFailure(error)
      })
    }
    await file.sync()
    return bytes
  } finally {
    await file.close()
  }
}

/** The file appears at once and whole: first what it is, then its bytes under their own name. */
async function finish(folder: string, ref: MediaRef, stored: StoredMedia): Promise<void> {
  const path = pathOf(folder, ref)
  try {
    await writeFile(`${path}.json`, JSON.stringify(stored))
    await rename(`${path}.part`, path)
  } catch (error) {
    await Promise.allSettled([
      rm(`${path}.part`, { force: true }),
      rm(`${path}.json`, { force: true }),
    ])
    throw isFailure(error) ? error : diskFailure(error)
  }
}
