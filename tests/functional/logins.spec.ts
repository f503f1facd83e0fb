import { test } from '@japa/runner'
import { aCompany, aPerson, signedIn } from '../support/a_company.ts'
import { connectEcho, settled } from '../support/connect_echo.ts'

test.group('The connect dialog', () => {
  test('a form asks again with its reason, then makes an account with the proposed name', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const path = `/lines/${company.line}/logins`
    const begun = await browser.json('POST', path, { plugin: 'echo', flow: 'form' })
    assert.equal(begun.status, 201)
    const form = await settled(browser, begun.body)
    assert.containsSubset(form.screen, { show: 'form', values: { title: 'Эхо' } })
    assert.notInclude(JSON.stringify(form), 'never shown')

    const answers = `/logins/${form.id}/answers`
    const wrong = await settled(browser, (await browser.json('POST', answers, { values: {} })).body)
    assert.containsSubset(wrong.screen, { show: 'form', error: { en: 'Fill in the form' } })
    const values = { title: `Shop ${company.id}`.slice(0, 60) }
    const done = await settled(browser, (await browser.json('POST', answers, { values })).body)
    assert.containsSubset(done.screen, { show: 'done', title: values.title })
    const { props } = await browser.page(`/lines/${company.line}`)
    assert.equal(props.line.accounts[0].name, values.title)
  })

  test('signing in again keeps the account', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const account = await connectEcho(browser, company.line)
    const { props } = await browser.page(`/accounts/${account}`)
    const begun = await browser.json('POST', `/lines/${company.line}/logins`, {
      plugin: 'echo',
      flow: 'form',
      again: account,
    })
    const { id } = await settled(browser, begun.body)
    const answered = await browser.json('POST', `/logins/${id}/answers`, {
      values: { title: props.account.title },
    })
    const { screen } = await settled(browser, answered.body)
    assert.containsSubset(screen, { show: 'done', account })
  })

  test('a plugin that refuses says so in words', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const begun = await browser.json('POST', `/lines/${company.line}/logins`, {
      plugin: 'echo',
      flow: 'refused',
    })
    const { screen } = await settled(browser, begun.body)
    assert.containsSubset(screen, {
      show: 'failed',
      failure: { code: 'E_ECHO_REFUSED', reason: { ru: 'Пароль не подошёл.' } },
    })
  })

  test('who comes back from another site lands in the dialog they left', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const begun = await browser.json('POST', `/lines/${company.line}/logins`, {
      plugin: 'echo',
      flow: 'redirect',
    })
    const { id, screen } = await settled(browser, begun.body)
    if (screen.show !== 'redirect') throw new Error(JSON.stringify(screen))
    const url = new URL(screen.url)
    const back = new URL(url.searchParams.get('redirect_uri') ?? '')
    back.searchParams.set('state', url.searchParams.get('state') ?? '')
    back.searchParams.set('code', `person-${company.id}`)
    const answer = await browser.request('GET', `${back.pathname}${back.search}`, {
      accept: 'text/html',
    })
    assert.equal(answer.headers.get('location'), `/lines/${company.line}?login=${id}`)
    const { body } = await browser.json('GET', `/logins/${id}`)
    const done = await settled(browser, body)
    assert.containsSubset(done.screen, { show: 'done', title: `person-${company.id}` })
  })

  test('it belongs to who began it, and a closed one is over', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const colleague = await signedIn(company, await aPerson(company, 'admin'))
    const begun = await browser.json('POST', `/lines/${company.line}/logins`, {
      plugin: 'echo',
      flow: 'form',
    })
    const path = `/logins/${begun.body.id}`
    assert.equal((await colleague.json('GET', path)).status, 404)
    assert.equal((await browser.json('DELETE', path)).status, 204)
    const after = await browser.json('GET', path)
    assert.equal(after.status, 404)
    assert.equal(after.body.code, 'E_LOGIN_OVER')
  })

  test('the long poll answers at once when the screen has changed', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const begun = await browser.json('POST', `/lines/${company.line}/logins`, {
      plugin: 'echo',
      flow: 'form',
    })
    const { id, version } = await settled(browser, begun.body)
    const waiting = browser.json('GET', `/logins/${id}?version=${version}`)
    await browser.json('POST', `/logins/${id}/answers`, { values: {} })
    const { body } = await waiting
    assert.isAbove(body.version, version)
    await browser.json('DELETE', `/logins/${id}`)
  })

  test('no more than ten at once', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const path = `/lines/${company.line}/logins`
    const begin = () => browser.json('POST', path, { plugin: 'echo', flow: 'form' })
    const begun = await Promise.all(Array.from({ length: 10 }, begin))
    const refused = await begin()
    assert.equal(refused.body.code, 'E_TOO_MANY_LOGINS')
    for (const { body } of begun) await browser.json('DELETE', `/logins/${body.id}`)
  })

  test('those that are over make room for their own company', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const path = `/lines/${company.line}/logins`
    const begun: string[] = []
    for (let n = 0; n < 12; n++) {
      const { status, body } = await browser.json('POST', path, { plugin: 'echo', flow: 'none' })
      assert.equal(status, 201)
      begun.push((await settled(browser, body)).id)
    }
    const statuses = await Promise.all(
      begun.map(async (id) => (await browser.json('GET', `/logins/${id}`)).status)
    )
    assert.deepEqual(statuses, [404, 404, ...Array.from({ length: 10 }, () => 200)])
  })
})
