import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { aCompany, signedIn } from '../support/a_company.ts'
import { connectEcho } from '../support/connect_echo.ts'

type Row = { id: string; broken: { ru: string } | null; enabled: boolean }

test.group('Plugins', () => {
  test('a broken one is a red line that says why, the others work', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    const { props } = await browser.page('/plugins')
    const rows = new Map<string, Row>(props.plugins.map((row: Row) => [row.id, row]))
    assert.match(rows.get('bad_manifest')?.broken?.ru ?? '', /неверно поле svyaz\.plugin/)
    assert.match(rows.get('throws_at_import')?.broken?.ru ?? '', /fails while it is imported/)
    assert.isNull(rows.get('echo')?.broken)
    assert.isTrue(rows.get('echo')?.enabled)
  })

  test('switched off, its accounts rest and no new one begins; switched on, they go on', async ({
    assert,
  }) => {
    const company = await aCompany()
    const neighbour = await aCompany()
    const browser = await signedIn(company)
    const other = await signedIn(neighbour)
    const account = await connectEcho(browser, company.line)
    const theirs = await connectEcho(other, neighbour.line)
    const off = await browser.json('PUT', '/plugins/echo', { enabled: false })
    assert.isFalse(off.body.enabled)
    assert.equal(await stateOf(browser, account), 'paused')
    assert.notEqual(await stateOf(other, theirs), 'paused')
    const refused = await browser.json('POST', `/lines/${company.line}/logins`, {
      plugin: 'echo',
      flow: 'form',
    })
    assert.equal(refused.body.code, 'E_PLUGIN_DISABLED')
    const resumed = await browser.json('POST', `/accounts/${account}/resume`)
    assert.equal(resumed.body.code, 'E_PLUGIN_DISABLED')
    await browser.json('PUT', '/plugins/echo', { enabled: true })
    assert.notEqual(await stateOf(browser, account), 'paused')
  })

  test('what a person paused stays paused when the plugin comes back', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    await browser.json('POST', `/accounts/${account}/pause`)
    await browser.json('PUT', '/plugins/echo', { enabled: false })
    await browser.json('PUT', '/plugins/echo', { enabled: true })
    assert.equal(await stateOf(browser, account), 'paused')
  })

  test('settings of the installation are for the owner of its first company', async ({
    assert,
  }) => {
    const later = await signedIn(await aCompany())
    const refused = await later.json('PUT', '/plugins/echo/instance', { values: { client: 'x' } })
    assert.equal(refused.body.code, 'E_OPERATOR_ONLY')

    const first = await aCompany()
    const database = await app.container.make('database')
    await database.query(
      `update companies set created_at = (select min(created_at) from companies) - interval '1 day' where id = $1`,
      [first.id]
    )
    const operator = await signedIn(first)
    const { props } = await operator.page('/plugins')
    assert.isTrue(props.operator)
    const answer = await operator.json('PUT', '/plugins/echo/instance', {
      values: { client: 'app', secret: 'hush' },
    })
    assert.equal(answer.status, 200)
    assert.notInclude(JSON.stringify(answer.body), 'hush')
    const wrong = await operator.json('PUT', '/plugins/echo/instance', { values: { client: 5 } })
    assert.equal(wrong.body.errors[0].pointer, '/values/client')
  })
})

async function stateOf(browser: Awaited<ReturnType<typeof signedIn>>, account: string) {
  const { props } = await browser.page(`/accounts/${account}`)
  return props.account.state.is as string
}
