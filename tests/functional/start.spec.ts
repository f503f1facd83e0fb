import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import type { ImportView } from '#app/reach/views'
import { aCompany, signedIn } from '../support/a_company.ts'
import { ReachWorld } from '../support/reach_world.ts'
import { until } from '../support/until.ts'

/** Of a started dialog: its id. */
const begun = ({ body }: { body: { dialog: string } }) => body.dialog

test.group('Writing first', () => {
  test('by phone, by name and by letter; the same address in any spelling is the same dialog', async ({
    assert,
  }) => {
    const world = await ReachWorld.open()
    const phone = await world.start('8 (912) 345-67-89')
    assert.equal(phone.status, 201)
    for (const spelt of ['+7 912 345 67 89', '79123456789', 'https://wa.me/79123456789'])
      assert.equal(begun(await world.start(spelt)), begun(phone), spelt)
    const name = await world.start('@Anna_Belova')
    assert.equal(begun(await world.start('https://t.me/anna_belova')), begun(name))
    const letter = await world.start('Анна <Anna@Example.test>')
    assert.equal(begun(await world.start('anna@example.test')), begun(letter))
    assert.lengthOf(new Set([phone, name, letter].map(begun)), 3)
    const titles = (await world.dialogs()).map(({ title }) => title)
    assert.sameMembers(titles, ['+79123456789', '@anna_belova', 'anna@example.test'])
  })

  test('the one who wrote first is answered where they wrote', async ({ assert }) => {
    const world = await ReachWorld.open()
    await world.writes({ chat: 'c1', phone: '+79123456789', username: 'Anna', name: 'Анна' })
    const [{ id } = { id: '' }] = await world.dialogs()
    assert.equal(begun(await world.start('8 912 345-67-89')), id)
    assert.equal(begun(await world.start('@anna')), id)
    const page = await world.people('8912345')
    assert.containsSubset(page.data, [{ name: 'Анна', shown: '+7 912 345-67-89', dialog: id }])
    assert.equal(page.typed?.is, 'refused')
    const whole = await world.people('89123456789')
    assert.containsSubset(whole.typed, { is: 'address', by: 'phone', dialog: id, written: true })
  })

  test('who answers is known by the number written to, and has one dialog', async ({ assert }) => {
    const world = await ReachWorld.open()
    const started = await world.start('+7 912 345-67-89')
    await world.settled(started.body.message as string, 'sent')
    await world.writes({
      chat: 'phone:+79123456789',
      person: 'p1',
      phone: '+79123456789',
      name: 'Анна',
    })
    const dialogs = await world.dialogs()
    assert.lengthOf(dialogs, 1)
    assert.containsSubset(dialogs[0], { id: begun(started), title: 'Анна', unread: 1 })
    assert.equal(begun(await world.start('89123456789')), begun(started))
  })

  test('a dialog begun when only e-mail was known is gone on with', async ({ assert }) => {
    const world = await ReachWorld.open()
    const dialog = begun(await world.start('old@example.test'))
    const database = await app.container.make('database')
    await database.query(
      `update dialogs set address = 'old@example.test', chat_key = null where company_id = $1 and id = $2`,
      [world.company.id, dialog]
    )
    assert.equal(begun(await world.start('Old@example.test')), dialog)
    const id = newId()
    const path = `/inbox/dialogs/${dialog}/messages`
    assert.equal((await world.browser.json('POST', path, { id, text: 'Ещё' })).status, 201)
    await world.settled(id, 'sent')
  })

  test('two people folded into one contact keep their own addresses', async ({ assert }) => {
    const world = await ReachWorld.open()
    await world.writes({ chat: 'home', email: 'home@example.test' })
    await world.writes({ chat: 'work', email: 'work@example.test' })
    const database = await app.container.make('database')
    await database.query(
      `update identities set contact_id = (select contact_id from identities where company_id = $1 and person_key = 'home')
        where company_id = $1 and person_key = 'work'`,
      [world.company.id]
    )
    await database.query(
      `update dialogs set contact_id = (select contact_id from identities where company_id = $1 and person_key = 'home')
        where company_id = $1`,
      [world.company.id]
    )
    const chats = new Map(
      (
        await database.rows<{ id: string; chat: string }>(
          'select id, chat_key as chat from dialogs where company_id = $1',
          [world.company.id]
        )
      ).map(({ id, chat }) => [chat, id])
    )
    assert.equal(begun(await world.start('home@example.test')), chats.get('home'))
    assert.equal(begun(await world.start('work@example.test')), chats.get('work'))
  })

  test('what is wrong is told at its field', async ({ assert }) => {
    const world = await ReachWorld.open()
    const at = async (address: string, more: object = {}) => {
      const { status, body } = await world.start(address, more)
      assert.equal(status, 422)
      return [body.errors[0].pointer, body.code]
    }
    assert.deepEqual(await at('8 912'), ['/address', 'E_PHONE_SHORT'])
    assert.deepEqual(await at('два слова'), ['/address', 'E_ADDRESS_UNCLEAR'])
    assert.deepEqual(await at('@ab'), ['/address', 'E_ADDRESS_USERNAME'])
    assert.deepEqual(await at('@anna', { text: 'я'.repeat(1001) }), ['/text', 'E_TEXT_TOO_LONG'])
    assert.deepEqual(await at('@anna', { text: ' ' }), ['/text', 'E_EMPTY'])
    const gone = await world.another()
    await world.browser.json('DELETE', `/accounts/${gone}`)
    assert.deepEqual(await at('@anna', { account: gone }), ['/account', 'E_START_DISCONNECTED'])
    const left = await world.start('+79120000001', { text: 'gone' })
    await world.settled(left.body.message as string, 'failed')
    assert.deepEqual(await at('+79120000001'), ['/address', 'E_ECHO_GONE'])
    const english = await world.browser
      .copy()
      .request(
        'POST',
        '/inbox/dialogs',
        { 'accept': 'application/json', 'accept-language': 'en' },
        { id: newId(), text: 'x', account: world.account, address: '8 912' }
      )
    assert.include(await english.text(), 'Russia has 11 digits')
  })

  test('a repeat is the same message; a second one to the same stranger is no new contact', async ({
    assert,
  }) => {
    const world = await ReachWorld.open()
    const id = newId()
    const once = await world.start('+79123456789', { id })
    const twice = await world.start('8 912 345 67 89', { id })
    assert.deepEqual(twice.body, once.body)
    const other = await world.start('+79123456780', { id })
    assert.equal(other.body.code, 'E_IDEMPOTENCY_MISMATCH')
    await world.settled(id, 'sent')
    await world.settled((await world.start('+79123456789')).body.message as string, 'sent')
    assert.equal((await world.startState()).contacts.today, 1)
  })

  test('at the cap the window says when it opens again', async ({ assert }) => {
    const world = await ReachWorld.open()
    await world.browser.json('PUT', `/accounts/${world.account}/pacing`, { firstContactsPerDay: 1 })
    const state = () => world.startState()
    assert.containsSubset((await state()).contacts, { today: 0, cap: 1, opensAt: null })
    await world.settled((await world.start('+79123456789')).body.message as string, 'sent')
    const { contacts } = await state()
    assert.containsSubset(contacts, { today: 1, cap: 1 })
    assert.isAbove(contacts.opensAt ?? 0, Date.now())
    assert.isBelow(contacts.opensAt ?? 0, Date.now() + 25 * 3_600_000)
    await world.browser.json('PUT', `/accounts/${world.account}/pacing`, { firstContactsPerDay: 0 })
    assert.containsSubset((await state()).contacts, { cap: 0, opensAt: null })
  })
})

test.group('The address book of a channel', () => {
  test('its people are found without a dialog, page by page, and written to', async ({
    assert,
  }) => {
    const world = await ReachWorld.open()
    assert.isNull((await world.startState()).book)
    const path = `/accounts/${world.account}/contacts/import`
    const [one, other] = await Promise.all([
      world.browser.json('POST', path),
      world.browser.json('POST', path),
    ])
    assert.deepEqual([one.status, other.status], [202, 202])
    const book = async () => (await world.browser.json('GET', path)).body.book as ImportView | null
    await until(async () => (await book())?.state === 'done', 'the address book is read')
    assert.containsSubset(await book(), { found: 120, doneFound: 120, failure: null })
    assert.lengthOf(await world.dialogs(), 0)
    const first = await world.people('знаком')
    assert.lengthOf(first.data, 20)
    const second = await world.people('знаком', `&cursor=${first.next ?? ''}`)
    const keys = [...first.data, ...second.data].map(({ typed }) => typed)
    assert.lengthOf(new Set(keys), 40)
    const [anna] = (await world.people('Знакомый 077')).data
    assert.containsSubset(anna, { name: 'Знакомый 077', shown: '+7 999 000-00-77', dialog: null })
    const dialog = begun(await world.start(anna?.typed ?? ''))
    assert.equal((await world.dialog(dialog)).title, 'Знакомый 077')
    assert.equal((await world.people('+79990000077')).data[0]?.dialog, dialog)
  })

  test('what is known already is not overwritten, and a second reading doubles nobody', async ({
    assert,
  }) => {
    const world = await ReachWorld.open()
    await world.writes({ chat: 'known-7', name: 'Пётр', phone: '+79990000007' })
    const path = `/accounts/${world.account}/contacts/import`
    for (const reading of [1, 2]) {
      await world.browser.json('POST', path)
      await until(
        async () => (await world.browser.json('GET', path)).body.book.state === 'done',
        `reading ${String(reading)} is over`
      )
    }
    const database = await app.container.make('database')
    const rows = await database.rows<{ key: string; name: string }>(
      'select person_key as key, name from identities where company_id = $1',
      [world.company.id]
    )
    assert.lengthOf(rows, 120)
    assert.equal(rows.find(({ key }) => key === 'known-7')?.name, 'Пётр')
  })

  test('people of other accounts are offered where their address fits', async ({ assert }) => {
    const world = await ReachWorld.open()
    const other = await world.another()
    await world.writes({ chat: 'c1', name: 'Анна Белова', phone: '8 (912) 000-00-01' }, other)
    await world.writes({ chat: 'c2', name: 'Борис Белов', phone: 'нет' }, other)
    const { data } = await world.people('бело')
    assert.lengthOf(data, 1)
    assert.containsSubset(data[0], { typed: '+79120000001', dialog: null, name: 'Анна Белова' })
  })

  test('of another company nothing is asked and nothing told', async ({ assert }) => {
    const theirs = await ReachWorld.open()
    await theirs.writes({ chat: 'c1', name: 'Чужая Анна', phone: '+79120000001' })
    const stranger = await signedIn(await aCompany())
    const path = `/inbox/contacts?account=${theirs.account}&q=анна`
    assert.equal((await stranger.json('GET', path)).status, 404)
    const mine = await ReachWorld.open()
    assert.deepEqual((await mine.people('анна')).data, [])
    assert.isNull((await mine.people('+79120000001')).data[0] ?? null)
  })
})
