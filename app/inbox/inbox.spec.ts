import { test } from '@japa/runner'
import { chatKey, personKey } from '@svyaz/core'
import { InboxWorld, type TestCompany } from '../../tests/support/inbox_world.ts'
import { about, aMessage, anEcho, aStatus } from '../../tests/support/events.ts'
import { listChanges } from './list_changes.js'
import { listDialogs, type ListQuery } from './list_dialogs.js'
import { listMessages } from './list_messages.js'
import { countDialogs } from './queries/count_dialogs.js'

test.group('Inbox', (group) => {
  let world: InboxWorld
  group.setup(async () => {
    world = await InboxWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  const list = (company: TestCompany, query: Partial<ListQuery> = {}) =>
    listDialogs(world.pool, { company: company.id, member: company.member, view: 'all', ...query })
  const titles = async (company: TestCompany, query: Partial<ListQuery> = {}) =>
    (await list(company, query)).data.map(({ title }) => title)
  const from = (company: TestCompany, name: string, card: object = {}) =>
    aMessage(company, { chat: name, person: { name, ...card } })

  test('the list is newest first and goes on page by page without a gap', async ({ assert }) => {
    const company = await world.company()
    const names = Array.from({ length: 70 }, (_, n) => `Клиент ${String(n)}`)
    await world.take(names.map((name) => from(company, name)))
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await list(company, { cursor })
      seen.push(...page.data.map(({ title }) => title))
      if (page.next === null) break
      cursor = page.next
    }
    assert.deepEqual(seen, names.toReversed())
  })

  test('unread, unanswered, line and channel narrow the list', async ({ assert }) => {
    const company = await world.company()
    await world.take([
      from(company, 'ждёт'),
      from(company, 'отвечен'),
      anEcho(company, { chat: 'отвечен' }),
      aMessage(company, { chat: 'импорт', source: 'history', person: { name: 'импорт' } }),
    ])
    assert.deepEqual(await titles(company, { view: 'unanswered' }), ['ждёт'])
    assert.sameMembers(await titles(company, { view: 'unread' }), ['ждёт', 'отвечен'])
    assert.lengthOf(await titles(company, { line: company.line, channel: 'email' }), 3)
    assert.lengthOf(await titles(company, { channel: 'site_chat' }), 0)
    assert.deepEqual(await countDialogs(world.pool, company.id, company.member), {
      unanswered: 1,
      mine: 1,
      unread: 2,
    })
  })

  test('a person is found by every spelling of name, address and phone', async ({ assert }) => {
    const company = await world.company()
    const card = { phone: '+79123456789', email: 'S.Petrov@Example.test', username: 'sema' }
    await world.take([
      from(company, 'Семён Петров', card),
      from(company, 'Анна Ли', { email: 'anna@example.test' }),
    ])
    for (const q of [
      'семен',
      'ПЕТРОВ семён',
      'тров',
      's.petrov@example.test',
      '@sema',
      '8 (912) 345-67-89',
      '+7 912 345 67 89',
      '6789',
    ]) {
      assert.deepEqual(await titles(company, { q }), ['Семён Петров'], q)
    }
    assert.deepEqual(await titles(company, { q: 'ли' }), ['Анна Ли'])
    assert.deepEqual(await titles(company, { q: '%' }), [])
    await world.take([
      about(company, {
        type: 'contact',
        person: { key: personKey('Анна Ли'), name: 'Анна Иванова' },
      }),
    ])
    assert.deepEqual(await titles(company, { q: 'иванова' }), ['Анна Иванова'])
  })

  test('messages come before, after and around one, oldest first', async ({ assert }) => {
    const company = await world.company()
    await world.take(Array.from({ length: 130 }, (_, n) => aMessage(company, { text: String(n) })))
    const dialog = (await list(company)).data[0]?.id ?? ''
    const page = (query: object) =>
      listMessages(world.pool, { company: company.id, dialog, ...query })
    const texts = (data: readonly { text: string }[]) => data.map(({ text }) => Number(text))
    const newest = await page({})
    assert.deepEqual([texts(newest.data)[0], texts(newest.data).at(-1)], [80, 129])
    assert.containsSubset(newest, { older: true, newer: false })
    const before = await page({ before: newest.data[0]?.id })
    assert.deepEqual([texts(before.data)[0], texts(before.data).at(-1)], [30, 79])
    const after = await page({ after: before.data.at(-1)?.id })
    assert.deepEqual([texts(after.data)[0], texts(after.data).at(-1)], [80, 129])
    const around = await page({ around: before.data[10]?.id })
    assert.include(texts(around.data), 40)
    assert.containsSubset(around, { older: true, newer: true })
  })

  test('changes after a seq are everything that was missed, as it is now', async ({ assert }) => {
    const company = await world.company()
    const reader = { company: company.id, member: company.member }
    await world.take([from(company, 'до')])
    const { seq } = await list(company)
    await world.take([anEcho(company, { id: 'ours', chat: 'до' })])
    await world.take([aStatus(company, 'ours', 'delivered')])
    const changes = await listChanges(world.pool, reader, seq)
    assert.isFalse(changes.reset)
    assert.deepEqual(
      changes.messages.map(({ status }) => status),
      ['delivered']
    )
    assert.deepEqual(
      changes.dialogs.map(({ title, last }) => [title, last?.status]),
      [['до', 'delivered']]
    )
    assert.deepEqual(await listChanges(world.pool, reader, changes.seq), {
      seq: changes.seq,
      dialogs: [],
      messages: [],
      reset: false,
    })
  })

  test('when dialogs were folded, or too much was missed, the page loads anew', async ({
    assert,
  }) => {
    const company = await world.company()
    const reader = { company: company.id, member: company.member }
    await world.take([from(company, 'a'), from(company, 'b')])
    const { seq } = await list(company)
    await world.take([about(company, { type: 'merge', chats: [chatKey('a'), chatKey('b')] })])
    assert.isTrue((await listChanges(world.pool, reader, seq)).reset)
    const { seq: later } = await list(company)
    assert.isFalse((await listChanges(world.pool, reader, later)).reset)
    await world.take(Array.from({ length: 500 }, () => from(company, 'a')))
    assert.isTrue((await listChanges(world.pool, reader, later)).reset)
  })

  test('two companies with the same client never see each other', async ({ assert }) => {
    const [company, other] = [await world.company(), await world.company()]
    await world.take([from(company, 'общий клиент'), from(other, 'общий клиент')])
    assert.lengthOf(await titles(company, { q: 'общий' }), 1)
    const dialog = (await list(company)).data[0]?.id ?? ''
    const foreign = await listMessages(world.pool, { company: other.id, dialog })
    assert.lengthOf(foreign.data, 0)
  })
})
