import { test } from '@japa/runner'
import { Browser } from '../support/browser.ts'
import { aCompany, signedIn } from '../support/a_company.ts'

test.group('Sign-in', () => {
  test('a person signs in, sees the company, signs out, and the old cookie is dead', async ({
    assert,
  }) => {
    const { owner } = await aCompany({ name: 'Ромашка' })
    const browser = new Browser()
    await browser.page('/sign-in')
    const answer = await browser.form('/sign-in', {
      email: ` ${owner.email.toUpperCase()} `,
      password: owner.password,
    })
    assert.equal(answer.headers.get('location'), '/')
    const page = await browser.page('/settings/profile')
    assert.containsSubset(page.props, { company: { name: 'Ромашка' }, member: { role: 'owner' } })

    const stolen = browser.copy()
    await browser.form('/sign-out', {})
    const after = await stolen.json('GET', '/lines')
    assert.equal(after.status, 401)
  })

  test('a wrong password is told in the language of the browser, and counted', async ({
    assert,
  }) => {
    const { owner } = await aCompany()
    const browser = new Browser({ language: 'ru' })
    const attempt = () => browser.json('POST', '/sign-in', { email: owner.email, password: 'no' })
    await browser.page('/sign-in')
    const first = await attempt()
    assert.equal(first.status, 400)
    assert.equal(first.body.detail, 'Неверная почта или пароль.')
    for (let n = 0; n < 5; n++) await attempt()
    const blocked = await browser.json('POST', '/sign-in', owner)
    assert.equal(blocked.status, 429)
    assert.equal(blocked.body.code, 'E_TOO_MANY_SIGN_INS')
    assert.match(blocked.body.detail, /через \d+ минут/)
  })

  test('a form without the CSRF token is refused', async ({ assert }) => {
    const { owner } = await aCompany()
    const browser = new Browser({ csrf: false })
    await browser.page('/sign-in')
    const answer = await browser.json('POST', '/sign-in', owner)
    assert.equal(answer.status, 403)
    assert.equal(answer.body.code, 'E_BAD_CSRF_TOKEN')
  })

  test('signed out: JSON gets 401, a page goes to sign-in', async ({ assert }) => {
    await aCompany()
    const browser = new Browser()
    assert.equal((await browser.json('GET', '/lines')).status, 401)
    const page = await browser.request('GET', '/lines', { accept: 'text/html' })
    assert.equal(page.headers.get('location'), '/sign-in')
  })

  test('language, theme and preferences follow the person', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    const answer = await browser.json('PUT', '/me/preferences', {
      language: 'ru',
      theme: 'dark',
      preferences: { sounds: false },
    })
    assert.equal(answer.status, 200)
    const page = await browser.page('/settings/profile')
    assert.containsSubset(page.props, {
      locale: 'ru',
      theme: 'dark',
      preferences: { sounds: false },
    })
    const wrong = await browser.json('PUT', '/me/preferences', { theme: 'pink' })
    assert.equal(wrong.status, 422)
    assert.equal(wrong.body.errors[0].pointer, '/theme')
    assert.equal(wrong.body.errors[0].detail, 'Выберите одно из значений списка')
  })

  test('pages carry a strict content security policy and refuse frames', async ({ assert }) => {
    await aCompany()
    const { headers } = await new Browser().request('GET', '/sign-in', { accept: 'text/html' })
    const policy = headers.get('content-security-policy') ?? ''
    assert.include(policy, "frame-ancestors 'none'")
    assert.match(policy, /script-src 'self' 'nonce-[^']+'(;|$)/)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
  })

  test('guesses that come all at once are counted all the same', async ({ assert }) => {
    const { owner } = await aCompany()
    const browser = new Browser()
    await browser.page('/sign-in')
    const guess = (n: number) =>
      browser.copy().json('POST', '/sign-in', { email: owner.email, password: `guess ${n}` })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => guess(n)))
    assert.lengthOf(
      answers.filter(({ status }) => status === 400),
      5
    )
    assert.lengthOf(
      answers.filter(({ status }) => status === 429),
      15
    )
  })
})
