import { storedFiles } from '#app/desk/stored_files'
import { mediaStore } from '#app/media/media_store'
import { sweepMedia } from '#app/media/sweep_media'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { mediaRef } from '@svyaz/core'
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { aCompany, signedIn } from '../support/a_company.ts'
import type { Browser } from '../support/browser.ts'
import { foreignThings } from '../support/foreign_things.ts'

async function upload(browser: Browser, content: string | Uint8Array, name: string, type: string) {
  const form = new FormData()
  form.set('file', new Blob([content as BlobPart], { type }), name)
  return browser.json('POST', '/inbox/files', form)
}

test.group('Files', () => {
  test('an uploaded picture is stored, shown, cached and cut by range', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    const { status, body } = await upload(browser, '0123456789', 'Кот.png', 'image/png')
    assert.equal(status, 201)
    assert.containsSubset(body, { name: 'Кот.png', mime: 'image/png', bytes: 10, as: 'image' })
    const whole = await browser.request('GET', `/media/${body.media}`)
    assert.equal(await whole.text(), '0123456789')
    assert.equal(whole.headers.get('content-type'), 'image/png')
    assert.match(whole.headers.get('content-disposition') ?? '', /^inline;.*UTF-8''%D0%9A/)
    assert.match(whole.headers.get('cache-control') ?? '', /^private/)
    const part = await browser.request('GET', `/media/${body.media}`, { range: 'bytes=2-4' })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), 'bytes 2-4/10')
    assert.equal(await part.text(), '234')
    const beyond = await browser.request('GET', `/media/${body.media}`, { range: 'bytes=50-' })
    assert.equal(beyond.status, 416)
  })

  test('what could run in a browser is only ever saved', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml']) {
      const { body } = await upload(browser, '<script>alert(1)</script>', 'a.html', type)
      const answer = await browser.request('GET', `/media/${body.media}`)
      assert.equal(answer.headers.get('content-type'), 'application/octet-stream')
      assert.match(answer.headers.get('content-disposition') ?? '', /^attachment/)
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
      assert.match(answer.headers.get('content-security-policy') ?? '', /sandbox/)
    }
  })

  test('another company gets 404, nobody gets 401', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    const stranger = await signedIn(await aCompany())
    const { body } = await upload(browser, 'private', 'a.txt', 'text/plain')
    assert.equal((await stranger.json('GET', `/media/${body.media}`)).status, 404)
    const answer = await fetch(new URL(`/media/${body.media}`, process.env.APP_URL), {
      headers: { accept: 'application/json' },
    })
    assert.equal(answer.status, 401)
  })

  test('a link works without cookies until its time is over, and not when altered', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const { body } = await upload(browser, 'for a visitor', 'a.txt', 'text/plain')
    const store = mediaStore(company.id)
    const link = await store.link(mediaRef(body.media), 60_000)
    const answer = await fetch(link)
    assert.equal(await answer.text(), 'for a visitor')
    assert.isNull(answer.headers.get('set-cookie'))
    const altered = new URL(link.href.slice(0, -6) + 'AAAAAA')
    assert.equal((await fetch(altered)).status, 404)
    const over = await store.link(mediaRef(body.media), -1000)
    assert.equal((await fetch(over)).status, 404)
  })

  test('a file past the limit is refused while it comes, and leaves nothing', async ({
    assert,
  }) => {
    const store = mediaStore((await aCompany()).id)
    const stream = new Blob(['x'.repeat(2000)]).stream() as ReadableStream<Uint8Array>
    const storing = store.put(stream, { mime: 'text/plain', maxBytes: 1000 })
    await assert.rejects(() => storing, /E_MEDIA_TOO_BIG/)
  })

  test('a request without a file is told so', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    const json = await browser.json('POST', '/inbox/files', { file: 'x' })
    assert.equal(json.body.code, 'E_UPLOAD_NOT_A_FORM')
    const form = new FormData()
    form.set('other', 'x')
    const empty = await browser.json('POST', '/inbox/files', form)
    assert.equal(empty.body.code, 'E_UPLOAD_EMPTY')
  })

  test('a store that cannot write is a failure in words, and works again when it can', async ({
    assert,
    cleanup,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const folder = join(process.env.SVYAZ_STORAGE ?? '', 'media', company.id)
    await mkdir(join(folder, '..'), { recursive: true })
    // A file where the company's folder must be: no permission trick holds back a test that runs as root.
    await writeFile(folder, '')
    cleanup(() => rm(folder, { recursive: true, force: true }))
    await chmod(folder, 0o400)
    const refused = await upload(browser, 'x', 'a.txt', 'text/plain')
    assert.equal(refused.status, 503)
    assert.equal(refused.body.code, 'E_MEDIA_STORE')
    await rm(folder)
    assert.equal((await upload(browser, 'x', 'a.txt', 'text/plain')).status, 201)
  })

  test('a file that is gone from the disk is told so, and nobody keeps that answer', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const { body } = await upload(browser, 'x'.repeat(100), 'a.png', 'image/png')
    await rm(join(process.env.SVYAZ_STORAGE ?? '', 'media', company.id), { recursive: true })
    const answer = await browser.json('GET', `/media/${body.media}`)
    assert.equal(answer.status, 404)
    assert.equal(answer.body.code, 'E_NOT_FOUND')
    assert.notInclude(answer.headers.get('cache-control') ?? '', 'max-age=31536000')
    assert.isNull(answer.headers.get('content-disposition'))
  })

  test('several files in one request are refused, and none of them is kept', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const form = new FormData()
    for (const name of ['a.txt', 'b.txt', 'c.txt']) form.append('file', new Blob([name]), name)
    const refused = await browser.json('POST', '/inbox/files', form)
    assert.equal(refused.body.code, 'E_UPLOAD_ONE_FILE')
    assert.isEmpty(await filesOf(company.id))
    assert.equal(await rowsOf(company.id), 0)
  })

  test('an empty file is stored and comes back empty', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    const { status, body } = await upload(browser, '', 'empty.txt', 'text/plain')
    assert.equal(status, 201)
    const answer = await browser.request('GET', `/media/${body.media}`)
    assert.equal(answer.status, 200)
    assert.equal(await answer.text(), '')
  })
})

test.group('Files that nobody named', () => {
  const dayMs = 24 * 3_600_000

  async function aDialog() {
    const company = await aCompany()
    const things = await foreignThings(company)
    return { company, things, browser: await signedIn(company) }
  }

  test('are swept after a week; those of a message and those that plugins stored stay', async ({
    assert,
  }) => {
    const { company, things, browser } = await aDialog()
    const [named, forgotten] = [
      (await upload(browser, 'named', 'a.txt', 'text/plain')).body,
      (await upload(browser, 'forgotten', 'b.txt', 'text/plain')).body,
    ]
    const database = await app.container.make('database')
    await database.query('update media set unnamed = false where company_id = $1 and id = $2', [
      company.id,
      named.media,
    ])
    const stray = v7({ msecs: Date.now() - 8 * dayMs })
    const folder = join(mediaFolder(company.id), stray.slice(-2))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, stray), 'a file without a row')
    await sweepMedia(undefined, Date.now() + 6 * dayMs)
    assert.include(await filesOf(company.id), forgotten.media)
    assert.notInclude(await filesOf(company.id), stray)
    await sweepMedia(undefined, Date.now() + 8 * dayMs)
    assert.sameMembers(await filesOf(company.id), [named.media, things.media])
    assert.equal((await browser.json('GET', `/media/${forgotten.media}`)).status, 404)
    for (const id of [named.media, things.media])
      assert.equal((await browser.request('GET', `/media/${id}`)).status, 200)
  })

  test('a message that is about to name a file wins over the sweep, one that comes after it is told', async ({
    assert,
  }) => {
    const { company, browser } = await aDialog()
    const { body } = await upload(browser, 'raced', 'a.txt', 'text/plain')
    const database = await app.container.make('database')
    await database.transaction(async (tx) => {
      await storedFiles(tx, company.id, [body])
      await sweepMedia(undefined, Date.now() + 8 * dayMs)
    })
    await sweepMedia(undefined, Date.now() + 8 * dayMs)
    assert.equal((await browser.request('GET', `/media/${body.media}`)).status, 200)
  })

  test('a message with a file that was swept is refused in words', async ({ assert }) => {
    const { things, browser } = await aDialog()
    const { body } = await upload(browser, 'late', 'a.txt', 'text/plain')
    await sweepMedia(undefined, Date.now() + 8 * dayMs)
    const answer = await browser.json('POST', `/inbox/dialogs/${things.dialog}/messages`, {
      id: v7(),
      text: 'see the file',
      files: [{ media: body.media, name: 'a.txt', as: 'document' }],
    })
    assert.equal(answer.status, 422)
    assert.equal(answer.body.code, 'E_MEDIA_GONE')
  })
})

function mediaFolder(company: string): string {
  return join(process.env.SVYAZ_STORAGE ?? '', 'media', company)
}

async function filesOf(company: string): Promise<string[]> {
  const found = await readdir(mediaFolder(company), { recursive: true, withFileTypes: true }).catch(
    () => []
  )
  return found.filter((entry) => entry.isFile()).map(({ name }) => name)
}

async function rowsOf(company: string): Promise<number> {
  const database = await app.container.make('database')
  return (await database.rows('select 1 from media where company_id = $1', [company])).length
}
