import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { isFailure } from '../failure.ts'
import { companyId, mediaRef } from '../ids.ts'
import { diskMedia } from './disk.ts'
import { diskFailure } from './media_failures.ts'
import { disposition, safeName } from './media_names.ts'
import { rangeOf } from './serve_media.ts'

const secret = 'a secret for links of at least 32 bytes'

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-media-'))
  const media = diskMedia({ folder, secret, publicUrl: new URL('https://chat.example/svyaz') })
  const store = media(companyId('company'))
  const put = (text: string, mime = 'text/plain', name = 'счёт.txt') =>
    store.put(new Blob([text]).stream(), { mime, name, maxBytes: 100 })
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile()
    )
  return {
    folder,
    media,
    store,
    put,
    files,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function codeOf(doing: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await doing.catch((caught: unknown) => caught)
  return isFailure(error) ? `${error.kind} ${error.code}` : undefined
}

test.group('media on disk', () => {
  test('a file comes back as it went in', async ({ assert }) => {
    await using one = await aFolder()
    const ref = await one.put('привет')
    const { stream, ...about } = await one.store.open(ref)
    assert.deepEqual(about, { bytes: 12, mime: 'text/plain', name: 'счёт.txt' })
    assert.equal(await new Response(stream).text(), 'привет')
  })

  test('a part of it can be opened', async ({ assert }) => {
    await using one = await aFolder()
    const { stream } = await one.store.open(await one.put('0123456789'), { from: 2, to: 4 })
    assert.equal(await new Response(stream).text(), '234')
  })

  test('too big a file is refused and leaves nothing behind', async ({ assert }) => {
    await using one = await aFolder()
    assert.equal(await codeOf(one.put('x'.repeat(101))), 'rejected E_MEDIA_TOO_BIG')
    assert.lengthOf(await one.files(), 0)
  })

  test('a stream that breaks leaves nothing behind', async ({ assert }) => {
    await using one = await aFolder()
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(10))
        controller.error(new Error('cut'))
      },
    })
    const about = { mime: 'text/plain', maxBytes: 100 }
    await assert.rejects(() => one.store.put(broken, about), 'cut')
    assert.lengthOf(await one.files(), 0)
  })

  test('a name from outside is no path, and neither is a reference', async ({ assert }) => {
    await using one = await aFolder()
    const ref = await one.put('x', 'text/plain', '../../etc/passwd')
    assert.equal((await one.store.about(ref)).name, '_.._etc_passwd')
    for (const bad of ['../secret', 'x', '0'.repeat(32)]) {
      assert.equal(await codeOf(one.store.open(mediaRef(bad))), 'rejected E_MEDIA_GONE', bad)
    }
  })

  test('a disk that says no is said in words, and may mend', async ({ assert }) => {
    await using one = await aFolder()
    const inFile = join(one.folder, 'a file')
    await writeFile(inFile, '')
    const store = diskMedia({ folder: inFile, secret })(companyId('company'))
    const putting = store.put(new Blob(['x']).stream(), { mime: 'text/plain', maxBytes: 100 })
    assert.equal(await codeOf(putting), 'transient E_MEDIA_STORE')
    const words: readonly (readonly [string, RegExp])[] = [
      ['ENOSPC', /нет места/],
      ['EROFS', /только для чтения/],
    ]
    for (const [code, expected] of words) {
      const full = diskFailure(Object.assign(new Error('x'), { code }))
      assert.match(full.data.reason.ru, expected)
      assert.equal(full.kind, 'transient')
    }
  })

  test('a link works without cookies until it ends, for this file alone', async ({ assert }) => {
    await using one = await aFolder()
    const ref = await one.put('<script>', 'text/html', 'страница.html')
    const url = await one.store.link(ref, 60_000)
    assert.isTrue(url.href.startsWith('https://chat.example/svyaz/media/company/'))
    const answer = await one.media.serve(new Request(url))
    assert.equal(await answer?.text(), '<script>')
    assert.match(answer?.headers.get('content-disposition') ?? '', /^attachment/)
    assert.match(answer?.headers.get('content-security-policy') ?? '', /sandbox/)
    assert.equal(answer?.headers.get('x-content-type-options'), 'nosniff')
    const over = await one.store.link(ref, -1)
    const other = url.href.replace('/company/', '/another/')
    for (const bad of [
      over.href,
      other,
      url.href.replace('/company/', '/%E0%A4%A/'),
      url.href.replace(/\.[\w-]{22}\//, '.AAAAAAAAAAAAAAAAAAAAAA/'),
    ]) {
      assert.equal((await one.media.serve(new Request(bad)))?.status, 404)
    }
  })

  test('another company’s files are not found', async ({ assert }) => {
    await using one = await aFolder()
    const ref = await one.put('x')
    assert.equal(await codeOf(one.media(companyId('another')).open(ref)), 'rejected E_MEDIA_GONE')
  })

  test('a range is answered as a range', async ({ assert }) => {
    await using one = await aFolder()
    const url = await one.store.link(await one.put('0123456789', 'audio/ogg'), 60_000)
    const answer = await one.media.serve(new Request(url, { headers: { range: 'bytes=-3' } }))
    assert.equal(answer?.status, 206)
    assert.equal(answer?.headers.get('content-range'), 'bytes 7-9/10')
    assert.equal(await answer?.text(), '789')
  })
})

test.group('names and ranges', () => {
  test('ranges', ({ assert }) => {
    const table: readonly (readonly [string | null, unknown])[] = [
      [null, undefined],
      ['bytes=0-0', { from: 0, to: 0 }],
      ['bytes=5-', { from: 5, to: 9 }],
      ['bytes=5-100', { from: 5, to: 9 }],
      ['bytes=-100', { from: 0, to: 9 }],
      ['bytes=10-', 'unsatisfiable'],
      ['bytes=-0', 'unsatisfiable'],
      ['bytes=1-2,4-5', undefined],
      ['rows=1-2', undefined],
    ]
    for (const [header, expected] of table)
      assert.deepEqual(rangeOf(header, 10), expected, header ?? 'none')
  })

  test('names', ({ assert }) => {
    assert.equal(safeName('a/b\\c:d.txt'), 'a_b_c_d.txt')
    assert.equal(safeName('invoice\u202Efdp.exe'), 'invoicefdp.exe')
    assert.equal(safeName(' ..'), 'file')
    assert.equal(safeName(`${'я'.repeat(300)}.docx`).length, 150)
    assert.isTrue(safeName(`${'я'.repeat(300)}.docx`).endsWith('.docx'))
    const cut = safeName(`${'a'.repeat(149)}😀.txt${'b'.repeat(20)}`)
    assert.include(disposition('image/png', cut), 'inline')
    assert.include(disposition('image/png', 'a"b.png'), `inline; filename="a_b.png"`)
    assert.include(disposition('image/svg+xml', 'x.svg'), 'attachment')
  })
})
