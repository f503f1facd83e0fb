import { test } from '@japa/runner'
import { chatKey, externalId } from '@svyaz/core'
import { listDialogs, type ListQuery } from '#app/inbox/list_dialogs'
import { newId } from '#app/inbox/new_id'
import { untilClientWrites } from '#app/inbox/views'
import { countDialogs } from '#app/inbox/queries/count_dialogs'
import { insertTag } from '#app/tags/queries/tags'
import { DeskWorld } from '../../tests/support/desk_world.ts'
import { about, aMessage, anEcho } from '../../tests/support/events.ts'
import { assign } from './assign.js'
import { blacklist } from './blacklist.js'
import { closeTicket } from './close_ticket.js'
import { needsReply } from './needs_reply.js'
import { pin } from './pin.js'
import { reopenTicket } from './reopen_ticket.js'
import { send } from './send.js'
import { snooze } from './snooze.js'
import { tag } from './tag.js'

type Company = Awaited<ReturnType<DeskWorld['company']>>

test.group('Work on dialogs', (group) => {
  let world: DeskWorld
  group.setup(async () => {
    world = await DeskWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  const from = (company: Company, chat: string) =>
    aMessage(company, { chat, person: { name: chat } })
  const list = async (company: Company, query: Partial<ListQuery> = {}) =>
    (
      await listDialogs(world.inbox.pool, {
        company: company.id,
        member: company.member,
        view: 'all',
        ...query,
      })
    ).data
  const titles = async (company: Company, query: Partial<ListQuery> = {}) =>
    (await list(company, query)).map(({ title }) => title)

  /** A company in which these clients have written, and their dialogs by name. */
  async function withDialogs<Name extends string>(...names: readonly Name[]) {
    const company = await world.company()
    await world.inbox.take(names.map((name) => from(company, name)))
    const rows = await list(company)
    const ids = Object.fromEntries(rows.map(({ title, id }) => [title, id])) as Record<Name, string>
    return { company, ids }
  }

  async function aTag(company: Company, name = newId()): Promise<string> {
    const id = newId()
    await insertTag(world.inbox.pool, company.id, { id, name, colour: 'neutral' }, 500)
    return id
  }

  const lines = async (company: Company) =>
    (
      await world.inbox.rows<{ label: { ru: string } }>(
        `select label from messages where company_id = $1 and sender = 'line' order by id`,
        [company.id]
      )
    ).map(({ label }) => label.ru)

  test('the responsible narrows lists and counters, and the dialog says who took it', async ({
    assert,
  }) => {
    const { company, ids } = await withDialogs('мой', 'чужой', 'ничей')
    await assign(world.desk, company.as, { dialog: ids.мой, responsible: company.member })
    await assign(world.desk, company.as, { dialog: ids.чужой, responsible: company.colleague })
    assert.deepEqual(await titles(company, { responsible: 'me' }), ['мой'])
    assert.deepEqual(await titles(company, { responsible: company.colleague }), ['чужой'])
    assert.deepEqual(await titles(company, { responsible: 'nobody' }), ['ничей'])
    assert.deepEqual(await titles(company, { responsible: 'me', view: 'unanswered' }), ['мой'])
    assert.containsSubset(await countDialogs(world.inbox.pool, company.id, company.member), {
      unanswered: 3,
      mine: 2,
    })
    assert.deepEqual(await lines(company), [
      'Теперь отвечает Ольга',
      'Теперь отвечает Пётр. Назначено: Ольга',
    ])
  })

  test('nobody of another company can be made responsible', async ({ assert }) => {
    const { company, ids } = await withDialogs('Иван')
    const other = await world.company()
    await assert.rejects(
      () => assign(world.desk, company.as, { dialog: ids.Иван, responsible: other.member }),
      'E_MEMBER_UNKNOWN'
    )
  })

  test('lists by tags keep the order of the list, whatever comes in', async ({ assert }) => {
    const { company, ids } = await withDialogs('первый', 'второй', 'третий')
    const [vip, debt] = [await aTag(company), await aTag(company)]
    for (const dialog of [ids.первый, ids.второй])
      await tag(world.desk, company.as, { dialog, add: [vip], remove: [] })
    await tag(world.desk, company.as, { dialog: ids.первый, add: [debt, vip], remove: [] })
    assert.deepEqual(await titles(company, { tags: [vip] }), ['второй', 'первый'])
    await world.inbox.take([from(company, 'первый')])
    assert.deepEqual(await titles(company, { tags: [vip] }), ['первый', 'второй'])
    assert.deepEqual(await titles(company, { tags: [vip, debt] }), ['первый'])
    assert.deepEqual((await list(company, { tags: [debt] }))[0]?.tags, [vip, debt])
    await tag(world.desk, company.as, { dialog: ids.первый, add: [], remove: [vip] })
    assert.deepEqual(await titles(company, { tags: [vip] }), ['второй'])
    assert.deepEqual(await titles(company, { tags: [vip], view: 'unanswered' }), ['второй'])
  })

  test('a tag of another company is unknown', async ({ assert }) => {
    const { company, ids } = await withDialogs('Иван')
    const foreign = await aTag(await world.company())
    await assert.rejects(
      () => tag(world.desk, company.as, { dialog: ids.Иван, add: [foreign], remove: [] }),
      'E_TAG_UNKNOWN'
    )
  })

  test('what a member pins stands on top of their own list, once', async ({ assert }) => {
    const { company, ids } = await withDialogs('старый', 'средний', 'новый')
    await pin(world.desk, company.as, { dialog: ids.старый, on: true })
    assert.deepEqual(await titles(company), ['старый', 'новый', 'средний'])
    assert.deepEqual(await titles(company, { member: company.colleague }), [
      'новый',
      'средний',
      'старый',
    ])
    await pin(world.desk, company.as, { dialog: ids.старый, on: false })
    assert.deepEqual(await titles(company), ['новый', 'средний', 'старый'])
  })

  test('what is put off leaves the lists until the client writes, and comes back with a mark', async ({
    assert,
  }) => {
    const { company, ids } = await withDialogs('отложен', 'другой')
    await snooze(world.desk, company.as, { dialog: ids.отложен, until: untilClientWrites })
    assert.deepEqual(await titles(company), ['другой'])
    assert.deepEqual(await titles(company, { view: 'unanswered' }), ['другой'])
    assert.deepEqual(await titles(company, { view: 'snoozed' }), ['отложен'])
    assert.equal((await countDialogs(world.inbox.pool, company.id, company.member)).unanswered, 1)
    await world.inbox.take([from(company, 'отложен')])
    const [first] = await list(company)
    assert.containsSubset(first, { title: 'отложен', snoozedUntil: null, returned: true })
    await send(world.desk, company.as, { id: newId(), text: 'Да', files: [], dialog: ids.отложен })
    assert.isFalse((await list(company))[0]?.returned)
  })

  test('a dialog is put off to a time ahead only', async ({ assert }) => {
    const { company, ids } = await withDialogs('Иван')
    for (const until of [Date.now() - 1, Date.now() + 400 * 86_400_000])
      await assert.rejects(
        () => snooze(world.desk, company.as, { dialog: ids.Иван, until }),
        'E_SNOOZE_TIME'
      )
  })

  test('of a blacklisted client nothing is taken in but the number of messages', async ({
    assert,
  }) => {
    const { company, ids } = await withDialogs('спамер', 'клиент')
    await blacklist(world.desk, company.as, { dialog: ids.спамер, on: true })
    const stored = () =>
      world.inbox.rows('select id from messages where company_id = $1', [company.id])
    const before = (await stored()).length
    await world.inbox.take([
      from(company, 'спамер'),
      aMessage(company, { chat: 'другой чат', person: { key: 'спамер' } }),
      aMessage(company, { chat: 'спамер', id: 'never kept', source: 'history' }),
      about(company, {
        type: 'edit',
        chat: chatKey('спамер'),
        id: externalId('never kept'),
        content: { kind: 'text', text: { text: 'тоже нет' } },
      }),
    ])
    assert.lengthOf(await stored(), before)
    assert.lengthOf(
      await world.inbox.rows('select from early_facts where company_id = $1', [company.id]),
      0
    )
    assert.deepEqual(await titles(company), ['клиент'])
    assert.containsSubset(await list(company, { view: 'blacklisted' }), [
      { title: 'спамер', unanswered: false, unread: 0, blacklisted: true },
    ])
    const counted = await world.inbox.rows(
      `select c.ignored::integer as contact, a.ignored::integer as account
         from contacts c join account_counters a on a.company_id = c.company_id
        where c.company_id = $1 and c.blacklisted_at is not null and a.account_id = $2`,
      [company.id, company.account]
    )
    assert.deepEqual(counted, [{ contact: 3, account: 3 }])
    await assert.rejects(
      () => send(world.desk, company.as, { id: newId(), text: 'А', files: [], dialog: ids.спамер }),
      'E_BLACKLISTED'
    )
  })

  test('off the blacklist, what is written comes in again', async ({ assert }) => {
    const { company, ids } = await withDialogs('прощён')
    await blacklist(world.desk, company.as, { dialog: ids.прощён, on: true })
    await world.inbox.take([from(company, 'прощён')])
    await blacklist(world.desk, company.as, { dialog: ids.прощён, on: false })
    await world.inbox.take([from(company, 'прощён')])
    assert.containsSubset(await list(company), [{ title: 'прощён', unanswered: true, unread: 1 }])
  })

  test('what we write to a blacklisted client elsewhere is kept', async ({ assert }) => {
    const { company, ids } = await withDialogs('спамер')
    await blacklist(world.desk, company.as, { dialog: ids.спамер, on: true })
    await world.inbox.take([anEcho(company, { chat: 'спамер', text: 'с телефона' })])
    assert.equal((await list(company, { view: 'blacklisted' }))[0]?.last?.text, 'с телефона')
  })

  test('a closing is taken back with all it ended, unless another ticket goes on', async ({
    assert,
  }) => {
    const { company, ids } = await withDialogs('Иван')
    const dialog = ids.Иван
    const state = () =>
      world.inbox.rows<{ ticket_id: string | null; unanswered: boolean }>(
        'select ticket_id, unanswered from dialogs where id = $1',
        [dialog]
      )
    const [before] = await state()
    const closed = await closeTicket(world.desk, company.as, dialog)
    assert.deepEqual(closed, { ticket: before?.ticket_id, unanswered: true })
    await reopenTicket(world.desk, company.as, { dialog, ...closed })
    assert.deepEqual((await state())[0], before)
    const again = await closeTicket(world.desk, company.as, dialog)
    await world.inbox.take([from(company, 'Иван')])
    await assert.rejects(
      () => reopenTicket(world.desk, company.as, { dialog, ...again }),
      'E_TICKET_STATE'
    )
  })

  test('no reply needed can be taken back', async ({ assert }) => {
    const { company, ids } = await withDialogs('Иван')
    await needsReply(world.desk, company.as, { dialog: ids.Иван, needed: false })
    await needsReply(world.desk, company.as, { dialog: ids.Иван, needed: true })
    assert.deepEqual(await titles(company, { view: 'unanswered' }), ['Иван'])
  })
})
