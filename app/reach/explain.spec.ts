import { test } from '@japa/runner'
import type { Address } from '@svyaz/core'
import { chatKey } from '@svyaz/core'
import { findDialogsWith } from '#app/desk/queries/find_dialogs_with'
import { newId } from '#app/inbox/new_id'
import { InboxWorld, type TestCompany } from '../../tests/support/inbox_world.ts'
import { searchPeople, type SearchPeople } from './queries/search_people.js'

const people = 20_000

/** A company among others, big enough that reading a whole table is never the better way. */
async function fill(world: InboxWorld): Promise<TestCompany> {
  const company = await world.company()
  const { pool } = world
  await pool.query(
    `insert into companies (id, name) select gen_random_uuid(), 'другая' from generate_series(1, 20)`
  )
  await pool.query(
    `insert into contacts (company_id, id, created_at)
     select case when n % 2 = 0 then $1::uuid else (array(select id from companies))[1 + n % 20] end, gen_random_uuid(), n
     from generate_series(1, ${String(people)}) n`,
    [company.id]
  )
  await pool.query(
    `insert into identities (company_id, account_id, person_key, contact_id, name, phone, email, username, updated_at)
     select company_id, $1, 'person ' || created_at, id, 'Клиент ' || md5(id::text), '+7912' || lpad(created_at::text, 7, '0'),
       'client' || created_at || '@example.test', 'client' || created_at, created_at
     from contacts`,
    [company.account]
  )
  await pool.query(
    `insert into dialogs (company_id, id, account_id, contact_id, chat_key, address, seq, created_at, last_at, last_id)
     select company_id, id, $1, id, 'person ' || created_at, 'phone:+7912' || lpad(created_at::text, 7, '0'), 1, created_at,
       created_at, id
     from contacts`,
    [company.account]
  )
  await pool.query(
    `insert into dialog_keys (company_id, account_id, chat_key, dialog_id)
     select company_id, account_id, chat_key, id from dialogs`
  )
  await pool.query('vacuum analyze')
  return company
}

test.group('Plans of reaching people', (group) => {
  let world: InboxWorld
  let company: TestCompany
  group.setup(async () => {
    world = await InboxWorld.open()
    company = await fill(world)
    return () => world[Symbol.asyncDispose]()
  })

  /** How it is done, and what it finds. */
  async function planned<T>(ask: (sql: InboxWorld['pool']) => Promise<T>) {
    const plans: string[] = []
    const explaining = {
      async query(text: string, values: unknown[]) {
        type Row = { readonly 'QUERY PLAN': string }
        const { rows } = await world.pool.query<Row>(`explain (analyze) ${text}`, values)
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
        return world.pool.query(text, values)
      },
    }
    const found = await ask(explaining as never)
    return { found, plan: plans.join('\n') }
  }

  const whole = /Seq Scan on (identities|dialogs|dialog_keys|contacts)\b(?!.*never executed)/

  const addresses: readonly Address[] = [
    { by: 'phone', e164: '+79120000002' },
    { by: 'email', value: 'client2@example.test' },
    { by: 'username', value: 'client2' },
    { by: 'external', value: 'person 2' },
    { by: 'chat', chat: chatKey('person 2') },
  ]

  test('a dialog by {by}: no table is read as a whole')
    .with([...addresses])
    .run(async ({ assert }, address) => {
      const place = { account: company.account, address }
      const { found, plan } = await planned((sql) => findDialogsWith(sql, company.id, [place]))
      assert.isNotNull(found[0]?.dialog)
      assert.notMatch(plan, whole, plan)
    })

  test('people by {0}: no table is read as a whole')
    .with([['%клиент%'], ['%912000%'], ['%client777%'], ['% кл%']])
    .run(async ({ assert }, words) => {
      const of: SearchPeople = {
        company: company.id,
        account: company.account,
        words: [words],
        phone: true,
        email: true,
        external: false,
        usernamesOf: [company.account],
        after: { at: Number.MAX_SAFE_INTEGER, account: newId(), key: '' },
        limit: 21,
      }
      const { found, plan } = await planned((sql) => searchPeople(sql, of))
      assert.isNotEmpty(found)
      assert.notMatch(plan, whole, plan)
      assert.match(plan, /identities_search/, plan)
    })
})
