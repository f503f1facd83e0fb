import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import type { DialogRow, DialogView, DraftAnswer, SavedDraft, UploadView } from '#app/inbox/views'
import { sweepMedia } from '#app/media/sweep_media'
import { aCompany, aPerson, signedIn } from '../support/a_company.ts'
import type { Browser } from '../support/browser.ts'
import { foreignThings } from '../support/foreign_things.ts'
import { listen } from '../support/listen.ts'
import { until } from '../support/until.ts'

async function aDialog() {
  const company = await aCompany()
  const things = await foreignThings(company)
  return { company, things, dialog: things.dialog, browser: await signedIn(company) }
}

const put = async (browser: Browser, dialog: string, body: object) => {
  const answer = await browser.json('PUT', `/inbox/dialogs/${dialog}/draft`, body)
  return { status: answer.status, body: answer.body as SavedDraft }
}
const show = async (browser: Browser, dialog: string) =>
  (await browser.json('GET', `/inbox/dialogs/${dialog}`)).body as DialogView
const rowOf = async (browser: Browser, dialog: string) =>
  ((await browser.json('GET', '/inbox/dialogs')).body.data as DialogRow[]).find(
    ({ id }) => id === dialog
  )
const send = (browser: Browser, dialog: string, more: object) =>
  browser.json('POST', `/inbox/dialogs/${dialog}/messages`, { id: newId(), text: 'said', ...more })

async function upload(browser: Browser, name: string) {
  const form = new FormData()
  form.set('file', new Blob([name], { type: 'text/plain' }), name)
  return (await browser.json('POST', '/inbox/files', form)).body as UploadView
}

async function rows(company: string): Promise<number> {
  const database = await app.container.make('database')
  return (await database.rows('select 1 from drafts where company_id = $1', [company])).length
}

test.group('Drafts', () => {
  test('what was begun comes back whole on another device, and nobody else sees it', async ({
    assert,
  }) => {
    const { company, things, dialog, browser } = await aDialog()
    const file = await upload(browser, 'Договор.txt')
    const saved = await put(browser, dialog, {
      text: 'Добрый день!\n\nВысылаю договор',
      subject: 'Договор',
      replyTo: things.message,
      files: [{ media: file.media, name: file.name, as: 'document' }],
      rev: 1000,
    })
    assert.equal(saved.status, 200)
    assert.isTrue(saved.body.saved)
    const elsewhere = await signedIn(company)
    const { myDraft, draft } = await show(elsewhere, dialog)
    assert.containsSubset(myDraft, {
      text: 'Добрый день!\n\nВысылаю договор',
      subject: 'Договор',
      replyTo: { id: things.message, excerpt: things.secretWord },
      files: [{ ...file, as: 'document' }],
      rev: 1000,
    })
    assert.equal(draft, 'Добрый день! Высылаю договор')
    assert.equal((await rowOf(elsewhere, dialog))?.draft, 'Добрый день! Высылаю договор')
    const colleague = await signedIn(company, await aPerson(company, 'operator'))
    assert.isNull((await show(colleague, dialog)).myDraft)
    assert.isNull((await rowOf(colleague, dialog))?.draft)
  })

  test('a row of the list shows eighty letters of it, or the name of its file', async ({
    assert,
  }) => {
    const { dialog, browser } = await aDialog()
    await put(browser, dialog, { text: 'я'.repeat(500), rev: 1 })
    const draft = (await rowOf(browser, dialog))?.draft ?? ''
    assert.lengthOf(draft, 80)
    const file = await upload(browser, 'смета.xlsx')
    const files = [{ media: file.media, name: file.name, as: 'document' }]
    await put(browser, dialog, { text: ' ', files, rev: 2 })
    assert.equal((await rowOf(browser, dialog))?.draft, 'смета.xlsx')
  })

  test('an older text that comes late overwrites neither a newer one nor an emptied one', async ({
    assert,
  }) => {
    const { dialog, browser } = await aDialog()
    await put(browser, dialog, { text: 'newer', rev: 20 })
    const late = await put(browser, dialog, { text: 'older', rev: 10 })
    assert.equal(late.status, 200)
    assert.isFalse(late.body.saved)
    assert.equal(late.body.draft?.text, 'newer')
    await put(browser, dialog, { text: '', rev: 30 })
    assert.isNull((await show(browser, dialog)).myDraft)
    const again = await put(browser, dialog, { text: 'older', rev: 25 })
    assert.deepEqual(again.body, { saved: false, rev: 30, draft: null })
    assert.isNull((await show(browser, dialog)).myDraft)
    assert.isTrue((await put(browser, dialog, { text: 'anew', rev: 31 })).body.saved)
  })

  test('the message that was made of it ends it, and what was typed after it stays', async ({
    assert,
  }) => {
    const { dialog, browser } = await aDialog()
    await put(browser, dialog, { text: 'said', rev: 5 })
    assert.equal((await send(browser, dialog, { draft: 6 })).status, 201)
    assert.isNull((await show(browser, dialog)).myDraft)
    await put(browser, dialog, { text: 'late', rev: 5 })
    assert.isNull((await show(browser, dialog)).myDraft)
    await put(browser, dialog, { text: 'typed on the phone meanwhile', rev: 50 })
    await send(browser, dialog, { draft: 49 })
    assert.equal((await show(browser, dialog)).myDraft?.text, 'typed on the phone meanwhile')
  })

  test('a message that is refused leaves its draft, in the same transaction', async ({
    assert,
  }) => {
    const { dialog, browser } = await aDialog()
    await put(browser, dialog, { text: 'kept', rev: 5 })
    const files = [{ media: newId(), name: 'gone', as: 'document' }]
    assert.equal((await send(browser, dialog, { files, draft: 6 })).status, 422)
    assert.equal((await show(browser, dialog)).myDraft?.text, 'kept')
  })

  test('marks of what was emptied are forgotten after a while', async ({ assert }) => {
    const { company, dialog, browser } = await aDialog()
    const database = await app.container.make('database')
    await put(browser, dialog, { text: '', rev: 1 })
    assert.equal(await rows(company.id), 1)
    await database.query(
      'update drafts set updated_at = updated_at - 3700000 where company_id = $1',
      [company.id]
    )
    const other = (await foreignThings(company)).dialog
    await put(browser, other, { text: '', rev: 1 })
    assert.equal(await rows(company.id), 1)
  })

  test('the sweep leaves what a draft names, however long it lies, and takes it afterwards', async ({
    assert,
  }) => {
    const { company, dialog, browser } = await aDialog()
    const database = await app.container.make('database')
    const age = async () =>
      database.query(
        `update media set created_at = now() - interval '9 days' where company_id = $1`,
        [company.id]
      )
    const file = await upload(browser, 'a.txt')
    const files = [{ media: file.media, name: file.name, as: 'document' }]
    const status = async () => (await browser.request('GET', `/media/${file.media}`)).status
    await put(browser, dialog, { text: '', files, rev: 1 })
    await age()
    await sweepMedia()
    assert.equal(await status(), 200)
    // Named while a sweep is under way: the row it wanted is a young one now.
    await put(browser, dialog, { text: '', rev: 2 })
    await database.transaction(async (tx) => {
      const { keepFiles } = await import('#app/drafts/queries/keep_files')
      await keepFiles(tx, company.id, [file.media])
      await sweepMedia()
    })
    await sweepMedia()
    assert.equal(await status(), 200)
    await age()
    await sweepMedia()
    assert.equal(await status(), 404)
    const saved = await put(browser, dialog, { text: 'without it', files, rev: 3 })
    assert.deepEqual(saved.body.draft?.files, [])
  })

  test('own devices hear of it by its stamp, nothing of the company has changed', async ({
    assert,
  }) => {
    const { company, dialog, browser } = await aDialog()
    const stream = await listen(browser, [`companies/${company.id}`])
    const before = (await browser.json('GET', '/inbox/dialogs')).body.seq as number
    await put(browser, dialog, { text: 'begun', rev: 7 })
    const { payload } = await until(
      () => stream.heard.find((heard) => heard.payload.type === 'draft'),
      'a hint'
    )
    assert.deepEqual(payload, { type: 'draft', dialog, member: company.owner.member, rev: 7 })
    assert.equal((await browser.json('GET', '/inbox/dialogs')).body.seq, before)
    const answer = (await browser.json('GET', `/inbox/dialogs/${dialog}/draft`)).body as DraftAnswer
    assert.containsSubset(answer, { excerpt: 'begun', draft: { text: 'begun', rev: 7 } })
    stream.close()
  })

  test('a page that heard nothing for a while asks for all of its own', async ({ assert }) => {
    const { company, dialog, browser } = await aDialog()
    await put(browser, dialog, { text: 'begun', rev: 7 })
    const colleague = await signedIn(company, await aPerson(company, 'operator'))
    const list = async (one: Browser) => (await one.json('GET', '/inbox/drafts')).body.data
    assert.deepEqual(await list(browser), [{ dialog, excerpt: 'begun', rev: 7 }])
    assert.deepEqual(await list(colleague), [])
    await put(browser, dialog, { text: '', rev: 8 })
    assert.deepEqual(await list(browser), [{ dialog, excerpt: null, rev: 8 }])
  })

  test("another company's dialog has no draft, and its files stay out of mine", async ({
    assert,
  }) => {
    const { things, dialog, browser } = await aDialog()
    const other = await aDialog()
    assert.equal((await put(other.browser, dialog, { text: 'mine now', rev: 9 })).status, 404)
    assert.isNull((await show(browser, dialog)).myDraft)
    const files = [{ media: things.media, name: 'stolen', as: 'document' }]
    const saved = await put(other.browser, other.dialog, { text: 'with a file', files, rev: 1 })
    assert.deepEqual(saved.body.draft?.files, [])
    await put(other.browser, other.dialog, { text: 'quoting', replyTo: things.message, rev: 2 })
    assert.isNull((await show(other.browser, other.dialog)).myDraft?.replyTo)
  })

  test('a draft without a stamp is refused', async ({ assert }) => {
    const { dialog, browser } = await aDialog()
    assert.equal((await put(browser, dialog, { text: 'a' })).status, 422)
    assert.equal((await put(browser, dialog, { text: 'a', rev: 1.5 })).status, 422)
  })
})
