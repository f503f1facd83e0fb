import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import type {
  Changes,
  Counters,
  DialogPage,
  DialogView,
  MessagePage,
  MessageView,
} from '#app/inbox/views'
import { connectSandbox } from '#app/lines/connect_sandbox'
import { mediaStore } from '#app/media/media_store'
import { mediaRef, type AccountId } from '@svyaz/core'
import { aCompany, signedIn, type Company } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'
import { connectEcho } from '../support/connect_echo.ts'
import { aMessage } from '../support/events.ts'
import { until } from '../support/until.ts'

type World = { company: Company; browser: Browser; account: AccountId }

async function aWorld(): Promise<World> {
  const company = await aCompany()
  const browser = await signedIn(company)
  return { company, browser, account: (await connectEcho(browser, company.line)) as AccountId }
}

/** A client writes through the plugin's own endpoint. */
async function clientWrites({ account }: World, text: string, chat = 'client'): Promise<void> {
  const hub = await app.container.make('hub')
  const answer = await fetch(await hub.endpointUrl(account, '/write'), {
    method: 'POST',
    body: JSON.stringify({ text, chat, person: chat }),
  })
  if (!answer.ok) throw new Error(`not taken: ${String(answer.status)}`)
}

const rows = async ({ browser }: World, query = '') =>
  (await browser.json('GET', `/inbox/dialogs${query}`)).body as DialogPage

test.group('Inbox over HTTP', () => {
  test('a client writes, the operator answers, and the list, the messages and the changes agree', async ({
    assert,
  }) => {
    const world = await aWorld()
    await clientWrites(world, 'Есть доставка?')
    const page = await rows(world)
    const [dialog] = page.data
    assert.containsSubset(dialog, {
      title: 'Есть доставка?',
      channel: 'echo',
      line: world.company.line,
      unread: 1,
      unanswered: true,
      last: { text: 'Есть доставка?', from: 'client', status: null },
    })
    const id = newId()
    const path = `/inbox/dialogs/${dialog?.id ?? ''}`
    const sent = await world.browser.json('POST', `${path}/messages`, { id, text: 'Есть' })
    assert.equal(sent.status, 201)
    assert.containsSubset(sent.body as MessageView, { id, from: 'member', text: 'Есть' })
    await until(async () => {
      const changes = (await world.browser.json('GET', `/inbox/changes?after=${String(page.seq)}`))
        .body as Changes
      return changes.messages.some((message) => message.id === id && message.status === 'sent')
    }, 'the message is sent')
    const messages = (await world.browser.json('GET', `${path}/messages`)).body as MessagePage
    assert.deepEqual(
      messages.data.map(({ text }) => text),
      ['Есть доставка?', 'Есть']
    )
    assert.isFalse((await rows(world)).data[0]?.unanswered)
  })

  test('an open dialog says what can be written, where and to whom', async ({ assert }) => {
    const world = await aWorld()
    await clientWrites(world, 'Привет')
    const { id } = (await rows(world)).data[0] ?? { id: '' }
    const view = (await world.browser.json('GET', `/inbox/dialogs/${id}`)).body as DialogView
    assert.containsSubset(view, {
      lineName: 'Line',
      can: { text: 1000, files: false, subject: false, replies: false },
      blocked: null,
      contact: { name: 'Привет' },
    })
    assert.isNotNull(view.ticket)
    assert.isNotNull(view.firstUnread)
    await world.browser.json('POST', `/inbox/dialogs/${id}/read`, {})
    assert.equal((await rows(world)).data[0]?.unread, 0)
    await world.browser.json('POST', `/inbox/dialogs/${id}/unread`)
    assert.isTrue((await rows(world, '?view=unread')).data[0]?.bookmarked)
    await world.browser.json('POST', `/inbox/dialogs/${id}/close`)
    assert.lengthOf((await rows(world, '?view=unanswered')).data, 0)
    const counters = await world.browser.json('GET', '/inbox/counters')
    assert.containsSubset(counters.body, { unanswered: 0, unread: 0, lines: {} })
    await clientWrites(world, 'Ещё вопрос')
    const now = (await world.browser.json('GET', '/inbox/counters')).body as Counters
    assert.deepEqual(now.lines, { [(await rows(world)).data[0]?.line ?? '']: 1 })
    assert.equal(now.seq, (await rows(world)).seq)
  })

  test('bad input is refused in words, in both languages', async ({ assert }) => {
    const world = await aWorld()
    await clientWrites(world, 'Привет')
    const { id: dialog } = (await rows(world)).data[0] ?? { id: '' }
    const path = `/inbox/dialogs/${dialog}/messages`
    const tooLong = await world.browser.json('POST', path, { id: newId(), text: 'я'.repeat(1001) })
    assert.equal(tooLong.status, 422)
    assert.containsSubset(tooLong.body, { code: 'E_TEXT_TOO_LONG', status: 422 })
    assert.include(tooLong.body.detail as string, '1001')
    const empty = await world.browser.json('POST', path, { id: newId(), text: '' })
    assert.equal(empty.body.code, 'E_EMPTY')
    const id = newId()
    await world.browser.json('POST', path, { id, text: 'раз' })
    const other = await world.browser.json('POST', path, { id, text: 'два' })
    assert.containsSubset(other.body, { code: 'E_IDEMPOTENCY_MISMATCH', status: 409 })
    assert.notInclude(other.body.detail as string, 'E_')
    const noId = await world.browser.json('POST', path, { id: 'x', text: 'раз' })
    assert.equal(noId.status, 422)
    const body = { id: newId(), text: 'раз', account: world.account, address: 'не адрес' }
    const start = await world.browser.json('POST', '/inbox/dialogs', body)
    assert.equal(start.body.code, 'E_ADDRESS_UNCLEAR')
    // A site chat waits for its visitors.
    const { company } = world
    const account = await connectSandbox(company.id, { id: company.line, name: 'Chat' })
    const first = { ...body, account, address: 'client@example.test' }
    const refused = await world.browser.json('POST', '/inbox/dialogs', first)
    assert.equal(refused.body.code, 'E_WRITE_FIRST')
  })

  test('the page holds lines and plugins, and a dialog only of its own company', async ({
    assert,
  }) => {
    const world = await aWorld()
    await clientWrites(world, 'Привет')
    const { id } = (await rows(world)).data[0] ?? { id: '' }
    const page = await world.browser.page(`/inbox/${id}`)
    assert.equal(page.component, 'inbox/show')
    assert.equal(page.props.dialog, id)
    assert.lengthOf(page.props.lines, 1)
    const stranger = await signedIn(await aCompany())
    assert.equal((await stranger.json('GET', `/inbox/${id}`)).status, 404)
  })

  test('a letter is shown without scripts, its remote pictures only on request', async ({
    assert,
  }) => {
    const world = await aWorld()
    const { company, account } = world
    const html = '<p>Письмо</p><img data-remote="http://127.0.0.1:9/a.png">'
    const original = await mediaStore(company.id).put(
      new Blob([html]).stream() as ReadableStream<Uint8Array>,
      { mime: 'text/html', name: 'letter.html', maxBytes: 10_000 }
    )
    const { wiring } = await import('#app/hub/wiring')
    const database = await app.container.make('database')
    const letter = aMessage({ id: company.id, account }, { original: mediaRef(original) })
    await database.transaction((tx) => wiring().onEvents([letter], tx))
    const dialog = (await rows(world)).data[0]?.id ?? ''
    const messages = (await world.browser.json('GET', `/inbox/dialogs/${dialog}/messages`))
      .body as MessagePage
    assert.isTrue(messages.data[0]?.hasOriginal)
    const path = `/inbox/messages/${messages.data[0]?.id ?? ''}`
    const shown = await world.browser.request('GET', `${path}/original`)
    assert.match(shown.headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/)
    assert.match(shown.headers.get('content-type') ?? '', /^text\/html/)
    assert.include(await shown.text(), 'data-remote="http://127.0.0.1:9/a.png"')
    const withPictures = await (
      await world.browser.request('GET', `${path}/original?pictures=1`)
    ).text()
    const picture = /src="([^"]+)"/.exec(withPictures)?.[1]?.replaceAll('&#38;', '&') ?? ''
    const nobody = new Browser()
    const address = new URL(picture)
    // A private address, whatever the letter names: the guard refuses it, in words.
    const sessions = () => database.row('select count(*)::int from sessions')
    const before = await sessions()
    assert.equal((await nobody.json('GET', address.pathname + address.search)).status, 502)
    assert.deepEqual(await sessions(), before, 'pictures keep no session')
    address.searchParams.set('src', 'http://127.0.0.1:9/other.png')
    assert.equal((await nobody.json('GET', address.pathname + address.search)).status, 404)
    address.searchParams.set('pass', 'forged')
    assert.equal((await nobody.json('GET', address.pathname + address.search)).status, 404)
  })

  test('a resend, a decision and a cancel are refused when their time is over', async ({
    assert,
  }) => {
    const world = await aWorld()
    await clientWrites(world, 'Привет')
    const dialog = (await rows(world)).data[0]?.id ?? ''
    const id = newId()
    await world.browser.json('POST', `/inbox/dialogs/${dialog}/messages`, { id, text: 'раз' })
    await until(async () => {
      const page = await world.browser.json('GET', `/inbox/dialogs/${dialog}/messages`)
      return (page.body as MessagePage).data.some((one) => one.id === id && one.status === 'sent')
    }, 'the message is sent')
    for (const [act, body] of [
      ['resend', {}],
      ['cancel', {}],
      ['decide', { decision: 'was_sent' }],
    ] as const) {
      const answer = await world.browser.json('POST', `/inbox/messages/${id}/${act}`, body)
      assert.containsSubset(answer.body, { status: 409, code: 'E_MESSAGE_STATE' }, act)
    }
  })

  test('what a database cannot store or read is the fault of who sent it', async ({ assert }) => {
    const { company, browser } = await aWorld()
    const said = [
      await browser.json('GET', '/inbox/dialogs?q=%00'),
      await browser.json('PATCH', `/lines/${company.line}`, { name: 'a\u0000b' }),
      await browser.json('PUT', '/me/preferences', { preferences: { a: '\u0000' } }),
    ]
    assert.deepEqual(
      said.map(({ body }) => body.code),
      ['E_BAD_REQUEST', 'E_BAD_REQUEST', 'E_BAD_REQUEST']
    )
    const odd = `/inbox/dialogs?cursor=1.${'-'.repeat(36)}`
    assert.equal((await browser.json('GET', odd)).status, 200)
  })
})
