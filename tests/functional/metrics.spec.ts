import env from '#start/env'
import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import { Browser } from '../support/browser.ts'
import { aWaitingQueue } from '../support/queue_world.ts'

const token = 'a token of the monitoring'

async function scrape(authorization?: string): Promise<Response> {
  return fetch(new URL('/metrics', Browser.url), {
    headers: { accept: 'text/plain', ...(authorization === undefined ? {} : { authorization }) },
  })
}

test.group('Metrics', (group) => {
  group.each.setup(() => {
    env.set('METRICS_TOKEN', new Secret(token) as never)
    return () => env.set('METRICS_TOKEN', new Secret('') as never)
  })

  test('every lane tells what waits and for how long, and how its calls ended', async ({
    assert,
  }) => {
    const world = await aWaitingQueue()
    await world.write('second')
    await world.write('third')
    const answer = await scrape(`Bearer ${token}`)
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
    const text = await answer.text()
    const labels = `company="${world.company.id}",owner="${world.account}",lane="send"`
    const value = (name: string, more = ''): number => {
      const line = text.split('\n').find((one) => one.startsWith(`${name}{${labels}${more}}`))
      return Number(line?.split(' ').at(-1))
    }
    assert.equal(value('svyaz_outbox_waiting', ',priority="operator"'), 2)
    assert.equal(value('svyaz_outbox_waiting', ',priority="marketing"'), 0)
    assert.isAbove(value('svyaz_outbox_oldest_seconds'), 0)
    assert.isAbove(value('svyaz_outbox_done_total'), 0)
    assert.equal(value('svyaz_outbox_troubles', ',state="failed"'), 0)
    assert.match(text, /^svyaz_outbox_rows_in_memory \d/m)
    assert.match(text, /^svyaz_outbox_calls_under_way \d/m)
    assert.notInclude(text, 'Анна')
  })

  test('nobody reads them without the token, and where there is none there is no such address', async ({
    assert,
  }) => {
    for (const authorization of [undefined, 'Bearer wrong', token])
      assert.equal((await scrape(authorization)).status, 401)
    env.set('METRICS_TOKEN', new Secret('') as never)
    for (const authorization of [undefined, 'Bearer ', 'Bearer undefined'])
      assert.equal((await scrape(authorization)).status, 404)
  })
})
