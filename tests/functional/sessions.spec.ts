import { sweepSessions } from '#app/auth/queries/sessions'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { aCompany, signedIn } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'

async function countSessions(): Promise<number> {
  const database = await app.container.make('database')
  const row = await database.row<{ count: number }>('select count(*)::int as count from sessions')
  return row?.count ?? -1
}

const html = { accept: 'text/html' }

test.group('Sessions', () => {
  test('who only looks leaves no row behind: a crawler, a form that is refused', async ({
    assert,
  }) => {
    const { owner } = await aCompany()
    const before = await countSessions()
    for (const path of ['/', '/sign-in', '/lines', '/health/ready', '/nothing/here'])
      await new Browser().request('GET', path, html)
    const guest = new Browser()
    await guest.page('/sign-in')
    const refused = await guest.form('/sign-in', { email: owner.email, password: 'wrong' })
    assert.equal(refused.status, 302)
    const page = await guest.request('GET', '/sign-in', html)
    assert.include(await page.text(), 'E-mail or password is wrong.')
    assert.equal(await countSessions(), before)
  })

  test('a refusal with much typed in it fits into the browser', async ({ assert }) => {
    await aCompany()
    const guest = new Browser()
    await guest.page('/sign-in')
    const answer = await guest.request('POST', '/sign-in', html, {
      email: 'x'.repeat(50_000),
      password: 'wrong',
    })
    assert.equal(answer.status, 302)
    for (const cookie of answer.headers.getSetCookie()) assert.isBelow(cookie.length, 4096)
    assert.equal((await guest.json('POST', '/sign-in', { email: 'a@b.test' })).status, 422)
  })

  test('signing in makes one row under a new id, signing out removes it', async ({ assert }) => {
    const company = await aCompany()
    const before = await countSessions()
    const fixed = new Browser()
    await fixed.page('/sign-in')
    const planted = fixed.copy()
    await fixed.form('/sign-in', company.owner)
    assert.equal((await fixed.json('GET', '/inbox/counters')).status, 200)
    assert.equal((await planted.json('GET', '/inbox/counters')).status, 401)
    assert.equal(await countSessions(), before + 1)
    await fixed.page('/settings/profile')
    await fixed.form('/sign-out', {})
    assert.equal(await countSessions(), before)
    assert.equal((await fixed.json('GET', '/inbox/counters')).status, 401)
  })

  test('rows of sessions that are over are swept, others stay', async ({ assert }) => {
    const company = await aCompany()
    await signedIn(company)
    const staying = await signedIn(company)
    const database = await app.container.make('database')
    const before = await countSessions()
    await database.query(
      `update sessions set expires_at = now() - interval '1 minute'
        where id = (select id from sessions order by expires_at limit 1)`
    )
    await sweepSessions()
    assert.equal(await countSessions(), before - 1)
    assert.equal((await staying.json('GET', '/inbox/counters')).status, 200)
  })
})
