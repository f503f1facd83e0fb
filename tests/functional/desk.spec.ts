import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import pg from 'pg'
import { newId } from '#app/inbox/new_id'
import { aCompany, signedIn } from '../support/a_company.ts'
import type { Browser } from '../support/browser.ts'
import { foreignThings } from '../support/foreign_things.ts'
import { until } from '../support/until.ts'

async function aDialog() {
  const company = await aCompany()
  const { dialog, account } = await foreignThings(company)
  return { company, dialog, account, browser: await signedIn(company) }
}

const write = (browser: Browser, dialog: string, text: string) =>
  browser.json('POST', `/inbox/dialogs/${dialog}/messages`, { id: newId(), text })

/** Somebody else in the database, in a transaction. */
async function aRival(cleanup: (undo: () => Promise<void>) => void): Promise<pg.Client> {
  const rival = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await rival.connect()
  cleanup(() => rival.end())
  await rival.query('begin')
  return rival
}

async function waiting(): Promise<number> {
  const database = await app.container.make('database')
  const row = await database.row<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and application_name = 'svyaz web' and wait_event_type = 'Lock'`
  )
  return row?.count ?? 0
}

test.group('Desk', () => {
  test('a command that the database undid in a deadlock is done after all, and once', async ({
    assert,
    cleanup,
  }) => {
    const { company, dialog, account, browser } = await aDialog()
    const rival = await aRival(cleanup)
    // The command looks for a deadlock first, and so is the one that is undone.
    await rival.query(`set local deadlock_timeout = '30s'`)
    await rival.query('select 1 from company_changes where company_id = $1 for update', [
      company.id,
    ])
    const writing = write(browser, dialog, 'once')
    await until(async () => (await waiting()) === 1, 'the command waits for the company')
    await rival.query('select 1 from svyaz.owner where id = $1 for update', [account])
    await rival.query('rollback')
    assert.equal((await writing).status, 201)
    const database = await app.container.make('database')
    const messages = await database.rows(
      `select 1 from messages m join message_parts p on p.company_id = m.company_id and p.message_id = m.id
        where m.company_id = $1 and m.source = 'desk'`,
      [company.id]
    )
    assert.lengthOf(messages, 1)
  })

  test('a company whose commands get stuck holds up no other', async ({ assert, cleanup }) => {
    const [slow, quick] = [await aDialog(), await aDialog()]
    const rival = await aRival(cleanup)
    await rival.query('select 1 from company_changes where company_id = $1 for update', [
      slow.company.id,
    ])
    const stuck = Array.from({ length: 12 }, (_, n) =>
      write(slow.browser, slow.dialog, `stuck ${String(n)}`)
    )
    await until(async () => (await waiting()) > 0, 'commands are stuck')
    assert.equal((await write(quick.browser, quick.dialog, 'quick')).status, 201)
    assert.equal((await quick.browser.json('GET', '/inbox/counters')).status, 200)
    await rival.query('rollback')
    for (const { status } of await Promise.all(stuck)) assert.equal(status, 201)
  })
})
