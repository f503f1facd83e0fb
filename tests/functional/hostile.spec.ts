import { test } from '@japa/runner'
import { v7 } from 'uuid'
import { aCompany, signedIn } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'

const html = { accept: 'text/html' }

test.group('Hostile requests', () => {
  test('a name full of markup stays text in the page', async ({ assert }) => {
    const name = '<!--<script></script><script>alert(1)</script>'
    const browser = await signedIn(await aCompany({ name }))
    const page = await (await browser.request('GET', '/settings/profile', html)).text()
    assert.notInclude(page, '<script>alert(1)')
    assert.notInclude(page, '<!--<script')
    const json = /<script data-page="app"[^>]*>(.*?)<\/script>/s.exec(page)?.[1] ?? ''
    assert.equal(JSON.parse(json).props.company.name, name)
  })

  test('a broken token is refused like a missing one, and is no error of ours', async ({
    assert,
  }) => {
    await aCompany()
    const browser = new Browser({ csrf: false })
    await browser.page('/sign-in')
    for (const token of ['%', 'e:%E0%A4%A', 'x'.repeat(5000)]) {
      const answer = await browser.request('POST', '/sign-in', {
        'accept': 'application/json',
        'x-xsrf-token': token,
      })
      assert.oneOf(answer.status, [400, 403])
    }
  })

  test('the secret of forms from before the sign-in is worth nothing after it', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = new Browser()
    await browser.page('/sign-in')
    const planted = browser.token
    await browser.form('/sign-in', company.owner)
    await browser.request('GET', '/')
    const withToken = (token: string) =>
      browser.request(
        'PUT',
        '/me/preferences',
        { 'accept': 'application/json', 'x-xsrf-token': token },
        { theme: 'dark' }
      )
    assert.equal((await withToken(planted)).status, 403)
    assert.equal((await withToken(browser.token)).status, 200)
  })

  test('JSON that changes something needs the token, whatever it says it is', async ({
    assert,
  }) => {
    const browser = await signedIn(await aCompany())
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded'])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await fetch(new URL('/me/preferences', Browser.url), {
          method,
          headers: {
            'cookie': browser.cookies,
            'accept': 'application/json',
            'content-type': type,
          },
          body: '{"theme":"dark"}',
        })
        assert.oneOf(answer.status, method === 'PUT' ? [403] : [403, 404], `${method} ${type}`)
      }
  })

  test('a refused form leads back to a page of ours only', async ({ assert }) => {
    const { owner } = await aCompany()
    const browser = new Browser()
    await browser.page('/sign-in')
    for (const referer of ['https://evil.test/', '//evil.test/x', 'javascript:alert(1)']) {
      const answer = await browser.request(
        'POST',
        '/sign-in',
        { ...html, referer },
        { email: owner.email, password: 'wrong' }
      )
      assert.equal(answer.headers.get('location'), '/', referer)
    }
  })

  test('pages and answers of a company are kept by no cache', async ({ assert }) => {
    const browser = await signedIn(await aCompany())
    for (const path of ['/settings/profile', '/inbox/counters', '/lines'])
      assert.equal(
        (await browser.request('GET', path, html)).headers.get('cache-control'),
        'private, no-store'
      )
  })

  test('names, types and ranges of files break no header and leave no folder', async ({
    assert,
  }) => {
    const browser = await signedIn(await aCompany())
    for (const name of [
      'a"; filename="b.html',
      '../../etc/passwd',
      '\u202Egpj.exe',
      '👩‍👩‍👧'.repeat(60),
    ]) {
      const form = new FormData()
      form.set('file', new Blob(['0123456789'], { type: 'text/html' }), name)
      const { status, body } = await browser.json('POST', '/inbox/files', form)
      assert.equal(status, 201, name)
      const answer = await browser.request('GET', `/media/${body.media}`)
      const disposition = answer.headers.get('content-disposition') ?? ''
      assert.match(
        disposition,
        /^attachment; filename="[^"\\/]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]*$/
      )
      assert.equal(answer.headers.get('content-type'), 'application/octet-stream')
      await answer.text()
      for (const [range, expected] of [
        ['bytes=-3', '789'],
        ['bytes=9-', '9'],
        ['bytes=0-99999999999999999999', '0123456789'],
        ['bytes=5-2', null],
        ['bytes=-0', null],
        ['bytes=0-1,3-4', '0123456789'],
        ['lines=1-2', '0123456789'],
      ] as const) {
        const part = await browser.request('GET', `/media/${body.media}`, { range })
        const text = await part.text()
        if (expected === null) assert.equal(part.status, 416, range)
        else assert.equal(text, expected, range)
      }
    }
    for (const id of ['..%2f..%2fapp.key', v7(), 'x', '%00', '%'])
      assert.oneOf((await browser.json('GET', `/media/${id}`)).status, [400, 404], id)
  })

  test('a wrong password and an unknown address are told in the same words, at the same cost', async ({
    assert,
  }) => {
    const { owner } = await aCompany()
    const browser = new Browser()
    await browser.page('/sign-in')
    const attempt = async (email: string) => {
      const before = process.cpuUsage()
      const { status, body } = await browser.json('POST', '/sign-in', { email, password: 'wrong' })
      const { user, system } = process.cpuUsage(before)
      return { status, body, cost: user + system }
    }
    const known = await attempt(owner.email)
    const unknown = await attempt(`${v7()}@example.test`)
    assert.equal(known.status, 400)
    assert.equal(known.status, unknown.status)
    assert.deepEqual(known.body, unknown.body)
    // Both hash a password, which is most of the work. The least of three: other things run in this process as well.
    const least = async (email: () => string) =>
      Math.min(...[await attempt(email()), await attempt(email())].map(({ cost }) => cost))
    const knownCost = Math.min(known.cost, await least(() => owner.email))
    const unknownCost = Math.min(unknown.cost, await least(() => `${v7()}@example.test`))
    assert.isAbove(unknownCost, knownCost / 4)
  })
})
