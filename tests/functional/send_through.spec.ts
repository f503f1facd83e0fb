import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import { connectSandbox } from '#app/lines/connect_sandbox'
import type { Changes } from '#app/inbox/views'
import type { WaysView } from '#app/reach/views'
import { aCompany, signedIn } from '../support/a_company.ts'
import { ReachWorld } from '../support/reach_world.ts'

let count = 0
/** Refused once by the test channel; unlike any other text of the run. */
const refused = (words = '') =>
  `refuse ${String(Date.now())} ${String((count += 1))} ${words}`.trim()

type Failed = { readonly dialog: string; readonly message: string; readonly text: string }

/** A client of the account who has written, and an answer that failed. */
async function aFailure(world: ReachWorld, more: object = {}): Promise<Failed> {
  await world.writes({ chat: 'c1', name: 'Анна', phone: '+79120000001' })
  const [{ id: dialog } = { id: '' }] = await world.dialogs()
  const message = newId()
  const text = refused()
  const body = { id: message, text, ...more }
  const answer = await world.browser.json('POST', `/inbox/dialogs/${dialog}/messages`, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  await world.settled(message, 'failed')
  return { dialog, message, text }
}

const waysOf = async (world: ReachWorld, { message }: Failed) =>
  ((await world.browser.json('GET', `/inbox/messages/${message}/ways`)).body as WaysView).data

const through = (world: ReachWorld, { message }: Failed, way: object) =>
  world.browser.json('POST', `/inbox/messages/${message}/send-through`, { id: newId(), ...way })

test.group('Sending a failed message through another way', () => {
  test('an account that can write to the number: the same content goes there, once, and the old one is settled', async ({
    assert,
  }) => {
    const world = await ReachWorld.open()
    const other = await world.another()
    const failed = await aFailure(world)
    const ways = await waysOf(world, failed)
    assert.lengthOf(ways, 1)
    assert.containsSubset(ways[0], {
      account: other,
      channel: 'echo',
      address: { typed: '+79120000001', shown: '+7 912 000-00-01' },
      dialog: null,
      refusal: null,
    })
    const before = (await world.browser.json('GET', '/inbox/dialogs')).body.seq as number
    const way = { id: newId(), account: other, address: '+79120000001' }
    const [sent, again] = await Promise.all([
      through(world, failed, way),
      through(world, failed, way),
    ])
    assert.deepEqual([sent.status, again.status], [201, 201])
    assert.deepEqual(again.body, sent.body)
    const { message, dialog } = sent.body as { message: string; dialog: string }
    assert.notEqual(dialog, failed.dialog)
    await world.settled(message, 'sent')
    const there = await world.messages(dialog)
    assert.deepEqual(
      there.map(({ text }) => text),
      [failed.text]
    )
    const old = await world.messages(failed.dialog)
    assert.containsSubset(
      old.find(({ id }) => id === failed.message),
      { status: 'cancelled', failure: { code: 'E_SENT_THROUGH' } }
    )
    assert.include(old.at(-1)?.label?.ru ?? '', 'отправлено через Эхо')
    const { messages } = (await world.browser.json('GET', `/inbox/changes?after=${String(before)}`))
      .body as Changes
    assert.includeMembers(
      messages.map(({ id }) => id),
      [message, failed.message, old.at(-1)?.id ?? '']
    )
    const row = (await world.dialogs()).find(({ id }) => id === failed.dialog)
    assert.isFalse(row?.trouble)
    const late = await through(world, failed, { account: other, address: '+79120000001' })
    assert.containsSubset(late.body, { status: 409, code: 'E_MESSAGE_STATE' })
    const retry = await world.browser.json('POST', `/inbox/messages/${failed.message}/resend`)
    assert.equal(retry.status, 409)
  })

  test('a dialog with the same person in another account is gone on with', async ({ assert }) => {
    const world = await ReachWorld.open()
    const other = await world.another()
    const failed = await aFailure(world)
    await world.writes({ chat: 'c9', name: 'Анна там', phone: '+79120000001' }, other)
    const known = (await world.dialogs()).find(({ account }) => account === other)
    const [way] = await waysOf(world, failed)
    assert.equal(way?.dialog, known?.id)
    const sent = await through(world, failed, { dialog: way?.dialog })
    assert.equal(sent.body.dialog, known?.id)
    await world.settled(sent.body.message as string, 'sent')
    assert.lengthOf(await world.dialogs(), 2)
  })

  test('what the other channel does not take is refused, and nothing changes', async ({
    assert,
  }) => {
    const world = await ReachWorld.open()
    const large = await world.another({ large: true })
    await world.writes({ chat: 'c1', name: 'Анна', phone: '+79120000001' }, large)
    const [{ id: dialog } = { id: '' }] = await world.dialogs()
    const message = newId()
    const text = refused('я'.repeat(1200))
    await world.browser.json('POST', `/inbox/dialogs/${dialog}/messages`, { id: message, text })
    await world.settled(message, 'failed')
    const failed = { dialog, message, text }
    const [way] = await waysOf(world, failed)
    assert.include(way?.refusal?.ru ?? '', '1000')
    const answer = await through(world, failed, { account: world.account, address: '+79120000001' })
    assert.containsSubset(answer.body, { status: 422, code: 'E_TEXT_TOO_LONG' })
    assert.equal(await world.status(message), 'failed')
    assert.lengthOf(await world.dialogs(), 1)
  })

  test('the dialog itself is no other way, nor is a channel that waits for clients', async ({
    assert,
  }) => {
    const world = await ReachWorld.open()
    const failed = await aFailure(world)
    const { company } = world
    await connectSandbox(company.id, { id: company.line, name: 'Chat' })
    assert.deepEqual(await waysOf(world, failed), [])
    const same = await through(world, failed, { dialog: failed.dialog })
    assert.containsSubset(same.body, { status: 422, code: 'E_SAME_WAY' })
    const own = { account: world.account, address: '+79120000001' }
    assert.equal((await through(world, failed, own)).body.code, 'E_SAME_WAY')
    assert.equal(await world.status(failed.message), 'failed')
    const nowhere = await through(world, failed, {})
    assert.equal(nowhere.status, 422)
  })

  test('two people press at once: one of them is told that it is done', async ({ assert }) => {
    const world = await ReachWorld.open()
    const other = await world.another()
    const failed = await aFailure(world)
    const way = { account: other, address: '+79120000001' }
    const answers = await Promise.all([through(world, failed, way), through(world, failed, way)])
    assert.sameMembers(
      answers.map(({ status }) => status),
      [201, 409]
    )
    const there = (await world.dialogs()).find(({ account }) => account === other)
    assert.lengthOf(await world.messages(there?.id ?? ''), 1)
  })

  test('through another company’s account or dialog nothing goes', async ({ assert }) => {
    const theirs = await ReachWorld.open()
    await theirs.writes({ chat: 'x', phone: '+79120000001' })
    const [{ id: dialog } = { id: '' }] = await theirs.dialogs()
    const world = await ReachWorld.open()
    const failed = await aFailure(world)
    assert.equal((await through(world, failed, { dialog })).status, 404)
    const way = { account: theirs.account, address: '+79120000001' }
    assert.equal((await through(world, failed, way)).status, 404)
    const stranger = await signedIn(await aCompany())
    const path = `/inbox/messages/${failed.message}`
    assert.equal((await stranger.json('GET', `${path}/ways`)).status, 404)
    assert.equal((await stranger.json('GET', `/inbox/dialogs/${dialog}/ways`)).status, 404)
  })

  test('ways of a dialog, with nothing to be sent', async ({ assert }) => {
    const world = await ReachWorld.open()
    const other = await world.another()
    await world.writes({ chat: 'c1', username: 'Anna', email: 'anna@example.test' })
    const [{ id } = { id: '' }] = await world.dialogs()
    const { body } = await world.browser.json('GET', `/inbox/dialogs/${id}/ways`)
    const ways = (body as WaysView).data
    assert.sameMembers(
      ways.map(({ address }) => address?.typed),
      ['@anna', 'anna@example.test']
    )
    assert.isTrue(ways.every(({ account, refusal }) => account === other && refusal === null))
  })
})
