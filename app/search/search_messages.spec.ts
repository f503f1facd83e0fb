import { test } from '@japa/runner'
import { externalId, type Sql } from '@svyaz/core'
import { about, aMessage } from '../../tests/support/events.ts'
import { InboxWorld, type TestCompany } from '../../tests/support/inbox_world.ts'
import { findOldest } from './queries/find_oldest.js'
import { searchNewest } from './queries/search_newest.js'
import { searchRange } from './queries/search_range.js'
import { showFound } from './queries/show_found.js'
import { searchMessages } from './search_messages.js'

const many = 20_000

/** Two companies that write at once, from the beginning of last month on; every 400th message is about a garland. */
async function fill(world: InboxWorld): Promise<readonly [TestCompany, TestCompany]> {
  const companies = [await world.company(), await world.company()] as const
  await world.take(companies.map((company) => aMessage(company)))
  await world.pool.query(
    `insert into messages (company_id, id, dialog_id, account_id, seq, sort_at, at, source, sender, kind, text)
     select d.company_id,
       (lpad(to_hex(x.at), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8' || left(md5(d.id::text || n), 15))::uuid,
       d.id, d.account_id, n, x.at, x.at, 'live', 'client', 'text',
       case when n % 400 = 7 then 'гирлянда ' when n % 10 = 7 then 'заказ ' else '' end || 'слово ' || n
     from generate_series(1, ${String(many)}) n
     cross join lateral (
       select (extract(epoch from date_trunc('month', now(), 'UTC') - interval '1 month') * 1000
         + n * extract(epoch from now() - date_trunc('month', now(), 'UTC') + interval '1 month') * 1000
           / ${String(many + 1)})::bigint as at
     ) x
     cross join dialogs d`
  )
  await world.pool.query('vacuum analyze messages')
  return companies
}

test.group('Search in many messages', (group) => {
  let world: InboxWorld
  let company: TestCompany
  let other: TestCompany
  group.setup(async () => {
    world = await InboxWorld.open()
    ;[company, other] = await fill(world)
    return () => world[Symbol.asyncDispose]()
  })

  async function all(query: { q: string; dialog?: string }): Promise<string[]> {
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await searchMessages(world.pool, { company: company.id, cursor, ...query })
      seen.push(...page.data.map(({ message }) => message))
      if (page.next === null) return seen
      cursor = page.next
    }
  }

  for (const q of ['гирлянды', 'заказы', 'гирлянда слово', 'заказ гирлянда'])
    test(`«${q}» finds exactly what holds it, over months`, async ({ assert }) => {
      const rows = await world.rows<{ id: string }>(
        `select id from messages where company_id = $1 and message_words(text) @@ plainto_tsquery('russian', $2)
         order by id desc`,
        [company.id, q]
      )
      const wanted = rows.map(({ id }) => id)
      assert.deepEqual(await all({ q }), wanted)
      const [{ id: dialog = '' } = {}] = await world.rows<{ id: string }>(
        'select id from dialogs where company_id = $1',
        [company.id]
      )
      assert.deepEqual(await all({ q, dialog }), wanted)
    })

  test('an edited message is found by what it says now, a deleted one by what it said', async ({
    assert,
  }) => {
    const id = externalId('to edit')
    await world.take([aMessage(company, { id: 'to edit', text: 'первоначально' })])
    assert.lengthOf(await all({ q: 'первоначально' }), 1)
    const content = { kind: 'text', text: { text: 'переписано' } }
    await world.take([about(company, { type: 'edit', id, chat: 'ivan', content })])
    assert.lengthOf(await all({ q: 'первоначально' }), 0)
    await world.take([about(company, { type: 'deletion', ids: [id] })])
    assert.lengthOf(await all({ q: 'переписано' }), 1)
  })

  test('a letter of endless words and a word of endless letters are stored and found', async ({
    assert,
  }) => {
    const letter = Array.from({ length: 14_000 }, (_, n) => `сл${n.toString(36)}`).join(' ')
    const texts = [
      `начало ${letter.slice(0, 99_000)}`,
      `бесконечно ${'ы'.repeat(90_000)}`,
      '😀'.repeat(40_000),
    ]
    await world.take(texts.map((text) => aMessage(company, { text })))
    assert.lengthOf(await all({ q: 'начало сл100' }), 1)
    assert.lengthOf(await all({ q: 'бесконечно' }), 1)
  })

  test('no partition is read as a whole, and months to come have the index', async ({ assert }) => {
    const plans: string[] = []
    const explainer: Sql = {
      async query(text, values) {
        const { rows } = await world.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [
          ...(values ?? []),
        ])
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
        return { rows: [], rowCount: 0 }
      },
    }
    const before = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
    const since = '00000000-0000-0000-0000-000000000000'
    const words = `'заказ'`
    const wanted = {
      company: other.id,
      words,
      accounts: undefined,
      dialog: undefined,
      before,
      limit: 21,
    }
    await searchNewest(explainer, wanted, 1000)
    await searchRange(explainer, wanted, since)
    await searchRange(explainer, { ...wanted, accounts: [other.account, company.account] }, since)
    await searchRange(explainer, { ...wanted, dialog: company.member }, since)
    await findOldest(explainer, other.id)
    await showFound(explainer, wanted, [company.id, other.id])
    const month = (ago: number) =>
      `messages_${new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - ago)).toISOString().slice(0, 7).replace('-', '_')}`
    const filled = new RegExp(`Seq Scan on (${month(0)}|${month(1)})\\b`)
    for (const plan of plans) assert.notMatch(plan, filled, plan)
    assert.match(
      plans[1] ?? '',
      /Bitmap Index Scan on messages_\d{4}_\d{2}_company_id_account_id_dialog_id/
    )
    await world.pool.query('select make_message_partitions(7)')
    const without = await world.rows(
      `select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'messages'::regclass and not exists (
         select from pg_index x where x.indrelid = c.oid and pg_get_indexdef(x.indexrelid) like '%message_words%')`
    )
    assert.deepEqual(without, [])
  })
})
