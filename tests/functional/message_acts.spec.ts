import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import type { DialogPage, DialogView, MessagePage, MessageView } from '#app/inbox/views'
import { connectSandbox } from '#app/lines/connect_sandbox'
import { Visitor } from '../../plugins/site_chat/simulator/index.ts'
import { aCompany, signedIn, type Company } from '../support/a_company.ts'
import type { Browser } from '../support/browser.ts'
import { until } from '../support/until.ts'

type World = {
  readonly company: Company
  readonly browser: Browser
  readonly visitor: Visitor
  /** In which the visitor has written. */
  readonly dialog: string
}

/** A visitor of the company's site who has asked something, and an operator who looks at it. */
async function aWorld(): Promise<World> {
  const company = await aCompany()
  const browser = await signedIn(company)
  const account = await connectSandbox(company.id, { id: company.line, name: 'Chat' })
  if (!account) throw new Error('there is no sandbox')
  const hub = await app.container.make('hub')
  const visitor = new Visitor({ baseUrl: await hub.endpointUrl(account, '/') })
  await visitor.write('Есть доставка?', { patienceMs: 5_000 })
  const page = (await browser.json('GET', '/inbox/dialogs')).body as DialogPage
  return { company, browser, visitor, dialog: page.data[0]?.id ?? '' }
}

const messages = async ({ browser, dialog }: World) =>
  ((await browser.json('GET', `/inbox/dialogs/${dialog}/messages`)).body as MessagePage).data

const row = async ({ browser, dialog }: World) =>
  ((await browser.json('GET', '/inbox/dialogs')).body as DialogPage).data.find(
    ({ id }) => id === dialog
  )

async function answer(world: World, text: string): Promise<MessageView> {
  const id = newId()
  await world.browser.json('POST', `/inbox/dialogs/${world.dialog}/messages`, { id, text })
  return until(
    async () =>
      (await messages(world)).find((message) => message.id === id && message.status !== 'queued'),
    'the answer is sent'
  )
}

/** Once this holds of the message. */
const message = (world: World, id: string, holds: (view: MessageView) => boolean) =>
  until(
    async () => (await messages(world)).find((one) => one.id === id && holds(one)),
    'the message is as wanted'
  )

test.group('Changes of messages, to the visitor’s page and back', () => {
  test('the visitor sees new words in place of the old, then nothing of them', async ({
    assert,
  }) => {
    const world = await aWorld()
    await using page = world.visitor.listen()
    const { id } = await answer(world, 'Да, 300 ₽')
    await until(() => page.answers.length === 1, 'the answer is there')
    const path = `/inbox/messages/${id}`
    const edited = await world.browser.json('PATCH', path, { text: ' Да, 390 ₽ ' })
    assert.equal(edited.status, 200)
    await until(() => page.answers[0]?.text === 'Да, 390 ₽', 'the new words')
    assert.containsSubset(await message(world, id, (view) => view.edited), {
      text: 'Да, 390 ₽',
      acts: [],
    })
    assert.equal((await row(world))?.last?.text, 'Да, 390 ₽')

    assert.equal((await world.browser.json('DELETE', path)).status, 200)
    await until(() => page.answers.length === 0, 'nothing of it')
    assert.equal((await message(world, id, (view) => view.deleted)).text, 'Да, 390 ₽')
    const again = await world.browser.json('PATCH', path, { text: 'Ещё раз' })
    assert.equal(again.status, 409)
    assert.equal(again.body.code, 'E_MESSAGE_DELETED')
  })

  test('a reaction goes both ways and leaves the dialog as it was', async ({ assert }) => {
    const world = await aWorld()
    const [question] = await messages(world)
    const put = (emoji: string | null) =>
      world.browser.json('PUT', `/inbox/messages/${question?.id ?? ''}/reaction`, { emoji })
    const before = await row(world)
    assert.equal((await put('🔥')).status, 200)
    await until(
      async () => (await world.visitor.lines())[0]?.reactions?.us === '🔥',
      'the visitor sees it'
    )
    assert.containsSubset(await row(world), {
      unanswered: true,
      unread: before?.unread,
      lastAt: before?.lastAt,
    })
    assert.equal((await put('ok')).status, 422)
    assert.equal((await put(null)).status, 200)
    await until(
      async () => (await world.visitor.lines())[0]?.reactions === undefined,
      'it is taken back'
    )

    const { id } = await answer(world, 'Да')
    const read = await row(world)
    const line = (await world.visitor.lines()).at(-1)
    await world.visitor.react(line?.id ?? '', '👍')
    const shown = await message(world, id, ({ reactions }) => reactions.length === 1)
    assert.deepEqual(shown.reactions, [{ emoji: '👍', count: 1, mine: false, byClient: true }])
    assert.containsSubset(await row(world), { unanswered: false, unread: read?.unread })
  })

  test('what the visitor changes and takes back reaches the operator, who still reads it', async ({
    assert,
  }) => {
    const world = await aWorld()
    const { id } = await world.visitor.write('Привтт')
    const [, typo] = await messages(world)
    await world.browser.json('POST', `/inbox/dialogs/${world.dialog}/no-reply-needed`)
    await world.visitor.edit(id, 'Привет')
    const edited = await message(world, typo?.id ?? '', (view) => view.edited)
    assert.equal(edited.text, 'Привет')
    assert.isFalse((await row(world))?.unanswered)
    assert.equal((await row(world))?.last?.text, 'Привет')
    await world.visitor.remove(id)
    const removed = await message(world, typo?.id ?? '', (view) => view.deleted)
    assert.equal(removed.text, 'Привет')
    const refused = await world.browser.json('PUT', `/inbox/messages/${removed.id}/reaction`, {
      emoji: '👍',
    })
    assert.equal(refused.body.code, 'E_MESSAGE_DELETED')
  })

  test('what may be done is said with the dialog; the client’s words aren’t ours to change', async ({
    assert,
  }) => {
    const world = await aWorld()
    const { can } = (await world.browser.json('GET', `/inbox/dialogs/${world.dialog}`))
      .body as DialogView
    assert.containsSubset(can, {
      edit: { withinMs: 24 * 3_600_000 },
      remove: { withinMs: null, ofOthers: false },
      reactions: 'any',
    })
    const [question] = await messages(world)
    const path = `/inbox/messages/${question?.id ?? ''}`
    const edit = await world.browser.json('PATCH', path, { text: 'Бесплатно' })
    assert.deepEqual([edit.status, edit.body.code], [403, 'E_EDIT_NOT_YOURS'])
    const remove = await world.browser.json('DELETE', path)
    assert.deepEqual([remove.status, remove.body.code], [422, 'E_REMOVE_OTHERS'])
    assert.include(remove.body.detail, 'Site chat')
    assert.equal((await world.browser.json('POST', `${path}/acts`, { decision: 'no' })).status, 422)
    const nothing = await world.browser.json('POST', `${path}/acts`, { decision: 'forget' })
    assert.equal(nothing.status, 200)
  })

  test('what the page no longer has is refused with its reason, and given up by a person', async ({
    assert,
  }) => {
    const world = await aWorld()
    const { id } = await answer(world, 'Да')
    const database = await app.container.make('database')
    await database.rows(
      `update message_parts set external_ids = '{gone}' where company_id = $1 and message_id = $2 returning 1`,
      [world.company.id, id]
    )
    await world.browser.json('PATCH', `/inbox/messages/${id}`, { text: 'Нет' })
    const refused = await message(world, id, ({ acts }) => acts[0]?.state === 'failed')
    assert.containsSubset(refused, {
      text: 'Да',
      acts: [{ act: 'edit', text: 'Нет', failure: { code: 'E_SITE_CHAT_GONE' } }],
    })
    assert.isTrue((await row(world))?.trouble)
    const path = `/inbox/messages/${id}/acts`
    const settled = await world.browser.json('POST', path, { decision: 'forget' })
    assert.deepEqual((settled.body as MessageView).acts, [])
    assert.isFalse((await row(world))?.trouble)
  })
})
