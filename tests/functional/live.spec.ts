import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import type { LiveHint } from '#app/inbox/views'
import { aCompany, signedIn } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'
import { connectEcho } from '../support/connect_echo.ts'
import { until } from '../support/until.ts'

type Heard = { readonly channel: string; readonly payload: LiveHint }

/** A browser's stream of hints. */
async function listen(browser: Browser, channels: readonly string[]) {
  const uid = newId()
  const abort = new AbortController()
  const heard: Heard[] = []
  const response = await fetch(new URL(`/__transmit/events?uid=${uid}`, Browser.url), {
    headers: { cookie: browser.cookies, accept: 'text/event-stream' },
    signal: abort.signal,
  })
  const read = async () => {
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk)
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const json = /^data: (.*)$/m.exec(event)?.[1]
        if (json !== undefined) heard.push(JSON.parse(json) as Heard)
      }
    }
  }
  void read().catch(() => {})
  const answers = new Map<string, number>()
  for (const channel of channels) {
    const answer = await browser.json('POST', '/__transmit/subscribe', { uid, channel })
    answers.set(channel, answer.status)
  }
  return { heard, answers, close: () => abort.abort() }
}

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

  test('nobody hears anything without signing in', async ({ assert }) => {
    const answer = await fetch(new URL('/__transmit/events?uid=x', Browser.url), {
      headers: { accept: 'application/json' },
    })
    assert.equal(answer.status, 401)
  })
})
