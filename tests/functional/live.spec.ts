import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import { aCompany, aPerson, signedIn } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'
import { connectEcho } from '../support/connect_echo.ts'
import { listen } from '../support/listen.ts'
import { until } from '../support/until.ts'

test.group('Live', () => {
  test('a company hears of its own changes, typing and nothing of others', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const other = await aCompany()
    const stranger = await signedIn(other)
    const account = await connectEcho(browser, company.line)
    const mine = `companies/${company.id}`
    const [stream, foreign] = await Promise.all([
      listen(browser, [mine]),
      listen(stranger, [mine, `companies/${other.id}`, 'companies', '*', 'anything', 'a/b/c']),
    ])
    assert.equal(stream.answers.get(mine), 204)
    assert.deepEqual(
      [...foreign.answers].filter(([, status]) => status === 204).map(([channel]) => channel),
      [`companies/${other.id}`]
    )
    const hub = await app.container.make('hub')
    await fetch(await hub.endpointUrl(account as never, '/write'), {
      method: 'POST',
      body: JSON.stringify({ text: 'Привет', chat: 'c', person: 'c' }),
    })
    const changed = await until(
      () =>
        stream.heard.find(
          ({ payload }) => payload.type === 'changed' && payload.dialogs.length > 0
        ),
      'a hint'
    )
    const dialog = changed.payload.type === 'changed' ? (changed.payload.dialogs[0] ?? '') : ''
    await browser.json('POST', `/inbox/dialogs/${dialog}/typing`, { on: true })
    await until(
      () => stream.heard.some(({ payload }) => payload.type === 'typing' && payload.on),
      'typing'
    )
    assert.isEmpty(foreign.heard.filter(({ channel }) => channel === mine))
    stream.close()
    foreign.close()
  })

  test('a stream ends when its person signs out, and the other devices hear on', async ({
    assert,
  }) => {
    const company = await aCompany()
    const [leaving, staying] = [await signedIn(company), await signedIn(company)]
    const channels = [`companies/${company.id}`]
    const [over, still] = [await listen(leaving, channels), await listen(staying, channels)]
    await leaving.form('/sign-out', {})
    await until(() => over.hasEnded(), 'the stream has ended')
    const hub = await app.container.make('hub')
    const account = await connectEcho(staying, company.line)
    await hub.pause(account as never, true)
    await until(() => still.heard.some(({ payload }) => payload.type === 'account'), 'a hint')
    assert.isFalse(still.hasEnded())
    still.close()
  })

  test('a stream ends when its session expires, its password changes or its person is removed', async ({
    assert,
  }) => {
    const company = await aCompany()
    const database = await app.container.make('database')
    const people = await Promise.all([1, 2, 3, 4].map(async () => aPerson(company, 'operator')))
    const streams = await Promise.all(
      people.map(async (person) =>
        listen(await signedIn(company, person), [`companies/${company.id}`])
      )
    )
    const [expired, changed, removed, staying] = streams
    const [first, second, third] = people.map(({ id }) => id)
    await database.query(
      `update sessions set expires_at = now() - interval '1 second' where data like '%' || $1 || '%'`,
      [first]
    )
    await database.query(`update users set password = 'another' where id = $1`, [second])
    await database.query('delete from members where user_id = $1', [third])
    for (const stream of [expired, changed, removed])
      await until(() => stream?.hasEnded() === true, 'the stream has ended')
    assert.isFalse(staying?.hasEnded())
    staying?.close()
  })

  test('a changed password ends the sessions that began with the old one', async ({ assert }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    const database = await app.container.make('database')
    await database.query(`update users set password = 'another' where id = $1`, [company.owner.id])
    assert.equal((await browser.json('GET', '/inbox/counters')).status, 401)
  })

  test('a person has so many streams and no more, each by a name of its own', async ({
    assert,
  }) => {
    const browser = await signedIn(await aCompany())
    const open = (uid: string) =>
      browser.request('GET', `/__transmit/events?uid=${uid}`, { accept: 'application/json' })
    const streams = []
    for (let n = 0; n < 20; n++) streams.push(await open(newId()))
    assert.deepEqual([...new Set(streams.map(({ status }) => status))], [200])
    const refused = await open(newId())
    assert.equal(refused.status, 429)
    assert.equal(((await refused.json()) as { code: string }).code, 'E_TOO_MANY_STREAMS')
    await Promise.all(streams.map(({ body }) => body?.cancel()))
    const uid = newId()
    const again = await until(async () => {
      const answer = await open(uid)
      return answer.status === 200 ? answer : undefined
    }, 'closed streams don’t count')
    assert.equal((await open(uid)).status, 409)
    assert.equal((await open('')).status, 400)
    assert.equal((await open('x'.repeat(300))).status, 400)
    await again.body?.cancel()
  })

  test('nobody says what the stream of another session hears', async ({ assert }) => {
    const [company, other] = [await aCompany(), await aCompany()]
    const [browser, stranger] = [await signedIn(company), await signedIn(other)]
    const stream = await listen(browser, [`companies/${company.id}`])
    const channel = `companies/${other.id}`
    for (const path of ['/__transmit/subscribe', '/__transmit/unsubscribe']) {
      const answer = await stranger.json('POST', path, { uid: stream.uid, channel })
      assert.equal(answer.status, 404)
    }
    stream.close()
  })

  test('nobody hears anything without signing in', async ({ assert }) => {
    const answer = await fetch(new URL('/__transmit/events?uid=x', Browser.url), {
      headers: { accept: 'application/json' },
    })
    assert.equal(answer.status, 401)
  })
})
