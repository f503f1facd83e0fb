import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { chatKey } from '@svyaz/core'
import { aPerson, signedIn } from '../support/a_company.ts'
import { aQueue, aWaitingQueue } from '../support/queue_world.ts'
import { until } from '../support/until.ts'

const minute = 60_000

test.group('Queue of an account', () => {
  test('what waits is counted and listed, with whose it is and when it goes', async ({
    assert,
  }) => {
    const world = await aWaitingQueue()
    const [second, third] = [await world.write('second'), await world.write('third')]
    const { component, props } = await world.browser.page(`/accounts/${world.account}/queue`)
    assert.equal(component, 'accounts/queue')
    const { lanes, rows, now } = props.queue
    assert.lengthOf(lanes, 1)
    const [lane] = lanes
    assert.deepEqual(lane.waiting, { operator: 2, robot: 0, marketing: 0 })
    assert.equal(lane.pacing.intervalMs, 600_000)
    assert.closeTo(lane.nextAt - now, 10 * minute, minute)
    assert.deepEqual(
      rows.data.map(({ place }: { place: { message: string } }) => place.message),
      [second, third]
    )
    assert.containsSubset(rows.data[0], {
      kind: 'message',
      priority: 'operator',
      place: { dialog: world.dialog, title: 'Анна Белова' },
    })
    assert.closeTo(rows.data[1].nextAt - now, 20 * minute, minute)
    assert.notInclude(JSON.stringify(props.queue), 'second', 'texts have no business here')
    assert.notInclude(JSON.stringify(props.queue), '@send')
  })

  test('of a long queue a part is shown, and a message further behind is found', async ({
    assert,
  }) => {
    const world = await aWaitingQueue()
    const written: string[] = []
    for (let n = 0; n < 60; n++) written.push(await world.write(`number ${String(n)}`))
    const first = await world.state()
    assert.lengthOf(first.rows.data, 50)
    assert.isTrue(first.rows.more)
    const all = await world.state('?rows=100')
    assert.lengthOf(all.rows.data, 60)
    assert.isFalse(all.rows.more)
    const last = written.at(-1) ?? ''
    const found = await world.browser.request('GET', `/inbox/messages/${last}/queue`)
    const there = found.headers.get('location') ?? ''
    assert.equal(there, `/accounts/${world.account}/queue?message=${last}`)
    const { props } = await world.browser.page(there)
    assert.equal(props.highlighted, last)
    assert.equal(props.queue.rows.skipped, 57)
    assert.isTrue(
      props.queue.rows.data.some(
        ({ place }: { place: { message: string } }) => place.message === last
      )
    )
  })

  test('stopped by a supervisor nothing goes, resumed it does', async ({ assert }) => {
    const world = await aQueue()
    await until(async () => (await world.act('pause')).status === 204, 'the queue is stopped')
    const message = await world.write('waits for nobody but us')
    const stopped = await world.state()
    assert.isTrue(stopped.stopped)
    assert.deepEqual(stopped.lanes[0]?.paused, { until: null })
    assert.isNull(stopped.lanes[0]?.nextAt)
    const { body } = await world.browser.json('GET', `/inbox/waiting?messages=${message}`)
    assert.containsSubset(body.data, [{ message, why: 'stopped', nextAt: null }])
    assert.equal(await world.status(message), 'queued')
    const supervisor = await signedIn(world.company, await aPerson(world.company, 'supervisor'))
    const resumed = await supervisor.json('POST', `/accounts/${world.account}/queue/resume`, {})
    assert.equal(resumed.status, 204)
    await until(async () => (await world.status(message)) === 'sent', 'the message is sent')
    assert.isFalse((await world.state()).stopped)
  })

  test('stopped lane by lane, the whole is resumed at once', async ({ assert }) => {
    const world = await aQueue()
    const first = await world.write('makes the lane')
    await until(async () => (await world.status(first)) === 'sent', 'the message is sent')
    assert.equal((await world.act('pause', { lane: 'send' })).status, 204)
    assert.equal((await world.act('pause', { lane: 'no such' })).status, 404)
    assert.isTrue((await world.state()).stopped)
    assert.equal((await world.act('resume')).status, 204)
    const second = await world.write('goes again')
    await until(async () => (await world.status(second)) === 'sent', 'the message is sent')
    assert.isFalse((await world.state()).stopped)
  })

  test('chosen messages are taken back, and the answer tells of those that were not', async ({
    assert,
  }) => {
    const world = await aWaitingQueue()
    const [second, third] = [await world.write('second'), await world.write('third')]
    const { rows } = await world.state()
    const row = rows.data.find(({ place }) => place?.message === second)?.id ?? ''
    const done = await world.act('cancel', { rows: [row, '987654321'] })
    assert.deepEqual(done.body, { cancelled: 1, underWay: 0, gone: 1 })
    assert.equal(await world.status(second), 'cancelled')
    assert.equal(await world.status(third), 'queued')
    const again = await world.act('cancel', { rows: [row] })
    assert.deepEqual(again.body, { cancelled: 0, underWay: 0, gone: 1 })
  })

  test('a group of messages is stopped, resumed and taken back by itself', async ({ assert }) => {
    const world = await aWaitingQueue()
    const batch = `batch ${world.account}`
    const hub = await app.container.make('hub')
    const database = await app.container.make('database')
    await database.transaction(async (tx) => {
      for (const n of [1, 2, 3])
        await hub.send(
          tx,
          world.account,
          {
            op: 'send',
            to: { by: 'chat', chat: chatKey(`chat ${world.account}`) },
            content: { kind: 'text', text: { text: `to many ${String(n)}` } },
            by: 'marketing',
          },
          { batch }
        )
      hub.committed(tx)
    })
    const group = async () => (await world.state()).lanes[0]?.batches[0]
    assert.deepEqual(await group(), { batch, waiting: 3, paused: null })
    assert.equal((await world.act('pause', { batch })).status, 204)
    assert.deepEqual((await group())?.paused, { until: null })
    assert.isFalse((await world.state()).stopped, 'the others go on')
    assert.equal((await world.act('resume', { batch })).status, 204)
    assert.isNull((await group())?.paused)
    const stranger = await aQueue()
    assert.equal((await stranger.act('cancel-batch', { batch })).status, 404)
    assert.deepEqual((await world.act('cancel-batch', { batch })).body, { cancelled: 3 })
    assert.equal((await world.state()).lanes[0]?.waiting.marketing, 0)
  })

  test('what failed says why, and is retried alone or with all others', async ({ assert }) => {
    const world = await aQueue()
    const messages: string[] = []
    for (const n of [1, 2, 3])
      messages.push(await world.write(`refuse ${world.account} ${String(n)}`))
    for (const message of messages)
      await until(async () => (await world.status(message)) === 'failed', 'the message failed')
    const { ended, lanes } = await world.state()
    assert.equal(lanes[0]?.failed, 3)
    assert.containsSubset(ended.data[0], {
      state: 'failed',
      failure: { code: 'E_ECHO_NO', reason: { ru: 'Эхо молчит.' } },
      place: { title: 'Анна Белова' },
    })
    const [row] = ended.data
    assert.equal((await world.act('retry', { row: row?.id })).status, 204)
    await until(
      async () => (await world.status(row?.place?.message ?? '')) === 'sent',
      'the first one is sent'
    )
    const all = await world.act('retry-all')
    assert.deepEqual(all.body, { retried: 2, refused: 0, more: false })
    for (const message of messages)
      await until(async () => (await world.status(message)) === 'sent', 'all are sent')
    assert.lengthOf((await world.state()).ended.data, 0)
    assert.equal((await world.act('retry', { row: row?.id })).status, 404)
  })

  test('an operator looks and touches nothing', async ({ assert }) => {
    const world = await aWaitingQueue()
    const message = await world.write('second')
    const operator = await world.operator()
    const path = `/accounts/${world.account}/queue`
    assert.equal((await operator.page(path)).component, 'accounts/queue')
    for (const command of ['pause', 'resume', 'retry-all']) {
      const answer = await operator.json('POST', `${path}/${command}`, {})
      assert.equal(answer.status, 403)
      assert.equal(answer.body.code, 'E_SUPERVISORS_ONLY')
    }
    assert.equal(await world.status(message), 'queued')
  })

  test('a row of another company is nobody here, whatever account it is named from', async ({
    assert,
  }) => {
    const theirs = await aWaitingQueue()
    const message = await theirs.write('theirs')
    const { rows } = await theirs.state()
    const ours = await aWaitingQueue()
    const row = rows.data[0]?.id ?? ''
    assert.deepEqual((await ours.act('cancel', { rows: [row] })).body, {
      cancelled: 0,
      underWay: 0,
      gone: 1,
    })
    assert.equal((await ours.act('retry', { row })).status, 404)
    assert.equal((await ours.act('decide', { row, decision: 'give_up' })).status, 404)
    const asked = await ours.browser.json('GET', `/inbox/waiting?messages=${message}`)
    assert.deepEqual(asked.body, { data: [] })
    assert.equal(await theirs.status(message), 'queued')
    assert.lengthOf((await theirs.state()).rows.data, 1)
  })

  test('a message in the queue tells when it goes', async ({ assert }) => {
    const world = await aWaitingQueue()
    const message = await world.write('second')
    const ask = async () =>
      (await world.browser.json('GET', `/inbox/waiting?messages=${message}`)).body.data[0]
    const paced = await ask()
    assert.equal(paced.why, 'pace')
    assert.closeTo(paced.nextAt - Date.now(), 10 * minute, minute)
    await world.browser.json('POST', `/accounts/${world.account}/pause`)
    assert.containsSubset(await ask(), { why: 'account', nextAt: null })
  })
})
