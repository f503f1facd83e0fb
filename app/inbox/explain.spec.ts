import { test } from '@japa/runner'
import type { Sql } from '@svyaz/core'
import { newId } from '#app/inbox/new_id'
import { findPlaces } from '#app/queue/queries/find_places'
import { findWaitingParts, findWaitingRows } from '#app/queue/queries/find_waiting_parts'
import { findActedMessages, findActs } from '#app/intake/queries/message_acts'
import { findKeys } from '#app/intake/queries/find_keys'
import { InboxWorld, type TestCompany } from '../../tests/support/inbox_world.ts'
import { dueMessages, dueSnoozes, idleTickets, nextDue } from '#app/timers/queries/due'
import { countByLine } from './queries/count_by_line.js'
import { countDialogs } from './queries/count_dialogs.js'
import { findChangedIds, findDialogRows, findMessageRows } from './queries/find_changes.js'
import { findFiles } from './queries/find_files.js'
import { findMarks } from './queries/find_marks.js'
import { listScheduled } from './queries/list_scheduled.js'
import { messagesAfter, messagesBefore } from './queries/page_messages.js'
import { pageDialogs, type PageOf } from './queries/page_dialogs.js'
import { pinnedDialogs } from './queries/pinned_dialogs.js'
import { searchDialogs } from './queries/search_dialogs.js'

const dialogs = 20_000

/** A company among others, big enough that reading a whole table is never the better way. */
async function fill(world: InboxWorld): Promise<TestCompany> {
  const company = await world.company()
  const { pool } = world
  await pool.query(
    `insert into companies (id, name) select gen_random_uuid(), 'другая' from generate_series(1, 20)`
  )
  await pool.query(
    `insert into dialogs (company_id, id, account_id, chat_key, title, seq, created_at, last_at, last_id, last_kind,
       last_from, last_text, unanswered)
     select case when n % 2 = 0 then $1::uuid else (array(select id from companies))[1 + n % 20] end,
       gen_random_uuid(), $2, 'chat ' || n, 'Клиент ' || n, n, n, n, gen_random_uuid(), 'text', 'client', 'слово',
       n % 50 = 0
     from generate_series(1, ${String(dialogs)}) n`,
    [company.id, company.account]
  )
  await pool.query(
    `insert into dialog_search (company_id, dialog_id, words)
     select company_id, id, ' клиент ' || chat_key || ' ' || md5(id::text) from dialogs`
  )
  await pool.query(
    `insert into dialog_unread (company_id, member_id, dialog_id, unread)
     select company_id, m, id, 1
     from dialogs, unnest(array[$2, $3]::uuid[]) m
     where company_id = $1 and (m = $3 or seq % 20 = 0)`,
    [company.id, company.member, company.colleague]
  )
  await pool.query(
    `insert into messages (company_id, id, dialog_id, account_id, seq, sort_at, at, source, sender, kind, text)
     select d.company_id, ($1 || right(gen_random_uuid()::text, 28))::uuid, d.id, d.account_id, 1, n, n, 'live', 'client',
       'text', 'слово'
     from dialogs d, generate_series(1, 3) n`,
    [newId().slice(0, 8)]
  )
  await pool.query(
    `insert into message_keys (company_id, account_id, external_id, message_id)
     select company_id, account_id, id::text, id from messages`
  )
  await pool.query(
    `insert into message_parts (company_id, row_id, message_id, part, status, at)
     select company_id, 'row ' || id, id, 0, case when seq % 2 = 0 then 'sent' else 'queued' end, 1 from messages`
  )
  await pool.query(
    `insert into attachments (company_id, message_id, n, kind, name, mime)
     select company_id, id, 0, 'image', 'a', 'image/png' from messages`
  )
  await pool.query(
    `insert into reactions (company_id, message_id, who, emojis, at) select company_id, id, 'us', '{👍}', 1 from messages`
  )
  await pool.query(
    `insert into message_acts (company_id, row_id, message_id, act, state, member_id, at)
     select company_id, 'act ' || id, id, 'remove', 'waiting', id, 1 from messages`
  )
  await pool.query(
    `insert into changes (company_id, seq, at, dialogs, messages)
     select $1, n, n, '{}', '{}' from generate_series(1, ${String(dialogs)}) n`,
    [company.id]
  )
  await pool.query(
    `update dialogs set responsible = case when seq % 3 = 0 then $2::uuid end,
       tags = case when seq % 10 = 0 then array[$3::uuid] else '{}' end,
       snoozed_until = case when seq % 100 = 0 then 1 end, blacklisted = seq % 500 = 0
     where company_id = $1`,
    [company.id, company.member, company.line]
  )
  await pool.query(
    `insert into dialog_pins (company_id, member_id, dialog_id)
     select company_id, $2, id from dialogs where company_id = $1 limit 30`,
    [company.id, company.member]
  )
  await pool.query(
    `insert into scheduled_messages (company_id, id, dialog_id, member_id, due_at, body, fingerprint, client_at)
     select company_id, gen_random_uuid(), id, $2, seq, '{}', '', 0 from dialogs where company_id = $1`,
    [company.id, company.member]
  )
  await pool.query('vacuum analyze')
  return company
}

test.group('Plans of the inbox', (group) => {
  let world: InboxWorld
  let company: TestCompany
  const plans: string[] = []
  /** Explains what it is asked, and answers with nothing. */
  const explainer: Sql = {
    async query(text, values) {
      const { rows } = await world.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [
        ...(values ?? []),
      ])
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
      return { rows: [], rowCount: 0 }
    },
  }
  group.setup(async () => {
    world = await InboxWorld.open()
    company = await fill(world)
    return () => world[Symbol.asyncDispose]()
  })

  const page = (change: Partial<PageOf> = {}): PageOf => ({
    company: company.id,
    member: company.member,
    view: 'all',
    accounts: undefined,
    responsible: undefined,
    tags: [],
    after: { lastAt: dialogs, id: newId() },
    limit: 31,
    ...change,
  })
  const place = { sortAt: 2, id: newId() }
  const ids = () => [newId(), newId()]
  // The other months are empty, and reading nothing as a whole is fine.
  const month = new Date().toISOString().slice(0, 7).replace('-', '_')
  const big = `dialogs|messages_${month}|message_keys|attachments|changes|dialog_search|dialog_unread|message_parts|dialog_tags|scheduled_messages`

  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    'the list': () => pageDialogs(explainer, page()),
    'the list of a line': () => pageDialogs(explainer, page({ accounts: [company.account] })),
    'unanswered': () => pageDialogs(explainer, page({ view: 'unanswered' })),
    'unread': () => pageDialogs(explainer, page({ view: 'unread' })),
    'what is put off': () => pageDialogs(explainer, page({ view: 'snoozed' })),
    'the blacklist': () => pageDialogs(explainer, page({ view: 'blacklisted' })),
    'of a member': () => pageDialogs(explainer, page({ responsible: company.member })),
    'of nobody': () => pageDialogs(explainer, page({ responsible: 'nobody' })),
    'of a tag': () => pageDialogs(explainer, page({ tags: [company.line] })),
    'unanswered of a tag and a member': () =>
      pageDialogs(
        explainer,
        page({ view: 'unanswered', tags: [company.line], responsible: company.member })
      ),
    'what is pinned': () => pinnedDialogs(explainer, page()),
    'messages with a date': () => listScheduled(explainer, company.id, newId()),
    'what is due': async () => {
      await dueSnoozes(explainer, 10, 100)
      await dueMessages(explainer, 10, 100)
      await idleTickets(explainer, 10, 100)
      await nextDue(explainer)
    },
    'search': () => searchDialogs(explainer, { ...page(), words: [['%chat 777%']] }),
    'search by a short word': () => searchDialogs(explainer, { ...page(), words: [['% f7%']] }),
    'search by several words': () =>
      searchDialogs(explainer, { ...page(), words: [['%chat 777%'], ['%клиент%']] }),
    'messages before': () =>
      messagesBefore(explainer, { company: company.id, dialog: newId() }, place, 51),
    'messages after': () =>
      messagesAfter(explainer, { company: company.id, dialog: newId() }, place, 51),
    'files': () => findFiles(explainer, company.id, [newId()]),
    'marks': () => findMarks(explainer, company.id, [newId()]),
    'acts': () => findActs(explainer, [{ company: company.id, id: newId() }]),
    'acted messages': () => findActedMessages(explainer, [{ company: company.id, id: 'row' }]),
    'what changed': () =>
      findChangedIds(explainer, company.id, { after: dialogs - 10, upTo: dialogs, limit: 100 }),
    'changed dialogs': () =>
      findDialogRows(explainer, { company: company.id, member: company.member }, ids()),
    'changed messages': () => findMessageRows(explainer, company.id, ids()),
    'counters': () => countDialogs(explainer, company.id, company.member),
    'counters by line': () => countByLine(explainer, company.id, company.member),
    'what rows of a queue are about': () => findPlaces(explainer, company.id, ['row 1', 'row 2']),
    'messages that wait': () => findWaitingParts(explainer, company.id, ids()),
    'rows of a queue that are messages': () =>
      findWaitingRows(explainer, company.id, company.account, ['row 1', 'row 2']),
    'known messages': () =>
      findKeys(explainer, [{ company: company.id, account: company.account, externalId: 'x' }]),
  }

  for (const [name, ask] of Object.entries(asked)) {
    test(`${name}: no table is read as a whole`, async ({ assert }) => {
      plans.length = 0
      await ask()
      assert.isNotEmpty(plans)
      for (const plan of plans) assert.notMatch(plan, new RegExp(`Seq Scan on (${big})\\b`), plan)
    })
  }
})
