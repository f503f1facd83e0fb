import app from '@adonisjs/core/services/app'
import { newId } from '#app/inbox/new_id'
import { finishDisconnects } from '#app/lines/disconnect_account'
import type { AccountId } from '@svyaz/core'
import { test } from '@japa/runner'
import { aCompany, aPerson, signedIn } from '../support/a_company.ts'
import { connectEcho } from '../support/connect_echo.ts'

test.group('Lines and accounts', () => {
  test('a line is made and renamed', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const made = await browser.json('POST', '/lines', { name: '  Sales ' })
    assert.equal(made.status, 201)
    assert.equal(made.body.name, 'Sales')
    const renamed = await browser.json('PATCH', `/lines/${made.body.id}`, { name: 'Продажи' })
    assert.equal(renamed.body.name, 'Продажи')
    const { props } = await browser.page(`/lines/${made.body.id}`)
    assert.equal(props.line.name, 'Продажи')
    assert.isTrue(props.plugins.some(({ id }: { id: string }) => id === 'echo'))
  })

  test('an operator looks but changes nothing', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company, await aPerson(company, 'operator'))
    assert.equal((await browser.page('/lines')).component, 'lines/index')
    const answer = await browser.json('POST', '/lines', { name: 'Mine' })
    assert.equal(answer.status, 403)
    assert.equal(answer.body.code, 'E_ADMINS_ONLY')
  })

  test('settings of an account: secrets are kept and never shown, wrong fields are named', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    const { props } = await browser.page(`/accounts/${account}`)
    assert.notProperty(props.account.settings, 'password')
    assert.equal(props.account.settings.port, 25)
    const fields = Object.fromEntries(
      props.account.fields.map((field: { name: string }) => [field.name, field])
    )
    assert.containsSubset(fields.title, { type: 'text', required: true, max: 60 })
    assert.containsSubset(fields.password, { type: 'secret', required: false, default: null })
    assert.containsSubset(fields.port, { type: 'number', default: 25, min: 1, max: 65_535 })

    const wrong = await browser.json('PATCH', `/accounts/${account}`, {
      settings: { title: '', port: 99_999 },
    })
    assert.equal(wrong.status, 422)
    assert.deepEqual(
      wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer),
      ['/settings/title', '/settings/port']
    )
    assert.equal(wrong.body.errors[0].detail, 'Name it')
    const right = await browser.json('PATCH', `/accounts/${account}`, {
      name: 'Почта',
      settings: { port: 587 },
    })
    assert.equal(right.body.name, 'Почта')
    assert.equal(right.body.settings.port, 587)
  })

  test('two people change the settings at once: the second is told, and nothing is lost', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    const { settingsVersion } = (await browser.page(`/accounts/${account}`)).props.account
    const save = (settings: object) =>
      browser.json('PATCH', `/accounts/${account}`, { settings, settingsVersion })
    const first = await save({ port: 587 })
    assert.equal(first.status, 200)
    assert.notEqual(first.body.settingsVersion, settingsVersion)
    const second = await save({ port: 465 })
    assert.equal(second.status, 409)
    assert.equal(second.body.code, 'E_SETTINGS_CHANGED')
    assert.match(second.body.detail, /Reload the page/)
    const { account: stored } = (await browser.page(`/accounts/${account}`)).props
    assert.equal(stored.settings.port, 587)
    await browser.json('POST', `/accounts/${account}/pause`)
    const again = { settings: { port: 465 }, settingsVersion: stored.settingsVersion }
    const third = await browser.json('PATCH', `/accounts/${account}`, again)
    assert.equal(third.body.settings.port, 465, 'a pause is no change of the settings')
  })

  test('an account is moved to another line, but only to one of its company', async ({
    assert,
  }) => {
    const company = await aCompany()
    const foreign = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    const { body: other } = await browser.json('POST', '/lines', { name: 'Other' })
    const moved = await browser.json('PATCH', `/accounts/${account}`, { line: other.id })
    assert.equal(moved.body.lineName, 'Other')
    const refused = await browser.json('PATCH', `/accounts/${account}`, { line: foreign.line })
    assert.equal(refused.body.code, 'E_LINE_UNKNOWN')
  })

  test('pause, resume and restart show in the state', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    const paused = await browser.json('POST', `/accounts/${account}/pause`)
    assert.equal(paused.body.state.is, 'paused')
    const resumed = await browser.json('POST', `/accounts/${account}/resume`)
    assert.notEqual(resumed.body.state.is, 'paused')
    assert.equal((await browser.json('POST', `/accounts/${account}/restart`)).status, 200)
  })

  test('what a plugin hands out is on the account page, with an address that works', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    const { props } = await browser.page(`/accounts/${account}`)
    const [door] = props.account.handouts
    assert.equal(door.copy, `<a href="${door.url}">door</a>`)
    const answer = await fetch(door.url)
    assert.equal(await answer.text(), 'open')
    assert.isNull(answer.headers.get('set-cookie'))
  })

  test('a disconnected account is gone from the page, its row stays for its dialogs', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    const answer = await browser.json('DELETE', `/accounts/${account}`)
    assert.equal(answer.status, 204)
    const { props } = await browser.page(`/lines/${company.line}`)
    assert.lengthOf(props.line.accounts, 0)
    assert.equal((await browser.json('POST', `/accounts/${account}/restart`)).status, 404)
    const database = await app.container.make('database')
    const row = await database.row<{ disconnected: boolean }>(
      `select disconnected_at is not null as disconnected from accounts where company_id = $1 and id = $2`,
      [company.id, account]
    )
    assert.isTrue(row?.disconnected)
  })

  test('a kill in the middle of disconnecting leaves no message waiting and no account half there', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = (await connectEcho(browser, company.line)) as AccountId
    const hub = await app.container.make('hub')
    await fetch(await hub.endpointUrl(account, '/write'), {
      method: 'POST',
      body: JSON.stringify({ text: 'Привет', chat: 'c', person: 'c' }),
    })
    const list = async () => (await browser.json('GET', '/inbox/dialogs')).body.data
    const [dialog] = await list()
    await browser.json('POST', `/accounts/${account}/pause`)
    const sent = { id: newId(), text: 'Здравствуйте' }
    await browser.json('POST', `/inbox/dialogs/${dialog.id}/messages`, sent)
    assert.equal((await list())[0].last.status, 'queued')
    // As far as the process came.
    await hub.remove(account)
    await finishDisconnects()
    const [after] = await list()
    assert.containsSubset(after, { trouble: true, last: { status: 'failed' } })
    assert.equal((await browser.json('POST', `/accounts/${account}/restart`)).status, 404)
    const plugin = await browser.json('PUT', '/plugins/echo', { enabled: false })
    assert.equal(plugin.status, 200)
  })
})
