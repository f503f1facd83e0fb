import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { newId } from '#app/inbox/new_id'
import { alignTimeZones } from '#app/lines/company_pacing'
import type { SendTime } from '#app/queue/views'
import { DateTime } from 'luxon'
import { anAddress, aCompany, signedIn } from '../support/a_company.ts'
import { Browser } from '../support/browser.ts'
import { aQueue, aWaitingQueue, type QueueWorld } from '../support/queue_world.ts'
import { until } from '../support/until.ts'

test.group('Pace of an account', () => {
  test('it is saved, shown beside what the messenger wants, and taken back', async ({ assert }) => {
    const world = await aQueue()
    const own = {
      intervalMs: 3000,
      marketingIntervalMs: 40_000,
      firstContactsPerDay: 20,
      quietHours: { from: '22:00', to: '09:00' },
    }
    const saved = await world.pace(own)
    assert.equal(saved.status, 200)
    assert.deepEqual(saved.body.own, own)
    const { props } = await world.browser.page(`/accounts/${world.account}`)
    assert.containsSubset(props.account.pacing, {
      own,
      demanded: { intervalMs: 0 },
      bounds: { intervalMs: { min: 500, max: 600_000 }, marketingIntervalMs: { min: 15_000 } },
      contacts: { today: 0, cap: 20 },
      timeZone: 'Europe/Moscow',
    })
    const { body } = await world.pace({ intervalMs: null })
    assert.deepEqual(body.own, {
      intervalMs: null,
      marketingIntervalMs: null,
      firstContactsPerDay: null,
      quietHours: null,
    })
  })

  for (const [own, field, words] of [
    [{ intervalMs: 100 }, '/intervalMs', /0.5 seconds/],
    [{ intervalMs: 'soon' }, '/intervalMs', /0.5 seconds/],
    [{ marketingIntervalMs: 1000 }, '/marketingIntervalMs', /15 seconds/],
    [{ firstContactsPerDay: -1 }, '/firstContactsPerDay', /New contacts/],
    [{ quietHours: { from: '25:00', to: '09:00' } }, '/quietHours', /Quiet hours/],
  ] as const)
    test(`${JSON.stringify(own)} is refused at its field`, async ({ assert }) => {
      const world = await aQueue()
      const refused = await world.pace(own)
      assert.equal(refused.status, 422)
      assert.equal(refused.body.errors[0].pointer, field)
      assert.match(refused.body.errors[0].detail, words)
      const { props } = await world.browser.page(`/accounts/${world.account}`)
      assert.isNull(props.account.pacing.own.intervalMs)
    })

  test('a change holds within two seconds, for what waits already too', async ({ assert }) => {
    const world = await aWaitingQueue()
    const message = await world.write('waits ten minutes')
    const waited = await world.state()
    assert.isAbove((waited.lanes[0]?.nextAt ?? 0) - waited.now, 9 * 60_000)
    await world.pace({ intervalMs: 500 })
    await until(async () => (await world.status(message)) === 'sent', 'the message is sent', 2_000)
  })
})

/** To somebody who never wrote; the id of the message. */
async function writeFirst({ browser, account }: QueueWorld): Promise<string> {
  const id = newId()
  const body = { id, text: 'Hello', account, address: anAddress() }
  const { status } = await browser.json('POST', '/inbox/dialogs', body)
  if (status !== 201) throw new Error(`refused with ${String(status)}`)
  return id
}

const waitOf = async ({ browser }: QueueWorld, message: string): Promise<SendTime> =>
  (await browser.json('GET', `/inbox/waiting?messages=${message}`)).body.data[0]

test.group('New contacts', () => {
  test('above the number of a day the next one waits for tomorrow, answers do not', async ({
    assert,
  }) => {
    const world = await aQueue()
    await world.browser.json('PATCH', '/company', { timeZone: 'Asia/Omsk' })
    await world.pace({ firstContactsPerDay: 1 })
    const first = await writeFirst(world)
    await until(async () => (await world.status(first)) === 'sent', 'the first is sent')
    const second = await writeFirst(world)
    const wait = await until(async () => {
      const told = await waitOf(world, second)
      return told.why === 'cap' && told
    }, 'the second waits for another day')
    const midnight = DateTime.now().setZone('Asia/Omsk').plus({ days: 1 }).startOf('day')
    assert.equal(wait.cap, 1)
    assert.equal(wait.nextAt, midnight.toMillis())
    const { lanes } = await world.state()
    assert.deepEqual(lanes[0]?.contacts, { today: 1, cap: 1 })
    const answer = await world.write('to a client who wrote')
    await until(async () => (await world.status(answer)) === 'sent', 'the answer is sent')
    assert.equal(await world.status(second), 'queued')
  })

  test('none a day: the account never writes first, and says so', async ({ assert }) => {
    const world = await aQueue()
    await world.pace({ firstContactsPerDay: 0 })
    const message = await writeFirst(world)
    await until(async () => (await waitOf(world, message)).why === 'never_first', 'it says so')
    assert.isNull((await waitOf(world, message)).nextAt)
  })
})

test.group('Time zone of a company', () => {
  test('is asked of the browser at sign-up, and a wrong one refuses nobody', async ({ assert }) => {
    await aCompany()
    for (const [timeZone, kept] of [
      ['Asia/Yekaterinburg', 'Asia/Yekaterinburg'],
      ['Nowhere/Land', 'Europe/Moscow'],
    ]) {
      const browser = new Browser()
      await browser.page('/sign-up')
      const email = anAddress()
      const form = { company: 'Zoned', name: 'Z', email, password: 'correct horse', timeZone }
      assert.equal((await browser.form('/sign-up', form)).headers.get('location'), '/')
      const { props } = await browser.page('/settings/profile')
      assert.equal(props.timeZone, kept)
    }
  })

  test('changed, it is told to every account; a wrong one is refused at its field', async ({
    assert,
  }) => {
    const world = await aQueue()
    await world.pace({ intervalMs: 2000 })
    const changed = await world.browser.json('PATCH', '/company', { timeZone: 'Asia/Omsk' })
    assert.containsSubset(changed.body, { timeZone: 'Asia/Omsk' })
    const hub = await app.container.make('hub')
    const pacing = async () => (await hub.account(world.account))?.pacing
    assert.deepEqual(await pacing(), { intervalMs: 2000, timeZone: 'Asia/Omsk' })
    const wrong = await world.browser.json('PATCH', '/company', { timeZone: 'Asia/Atlantis' })
    assert.equal(wrong.status, 422)
    assert.equal(wrong.body.errors[0].pointer, '/timeZone')
    assert.equal((await pacing())?.timeZone, 'Asia/Omsk')
  })

  test('an account has it from its first minute, also after a kill in between', async ({
    assert,
  }) => {
    const company = await aCompany()
    const browser = await signedIn(company)
    await browser.json('PATCH', '/company', { timeZone: 'Asia/Omsk' })
    const { connectEcho } = await import('../support/connect_echo.ts')
    const account = await connectEcho(browser, company.line)
    const hub = await app.container.make('hub')
    const zone = async () => (await hub.account(account as never))?.pacing.timeZone
    assert.equal(await zone(), 'Asia/Omsk')
    await hub.setPacing(account as never, {})
    await alignTimeZones()
    assert.equal(await zone(), 'Asia/Omsk')
  })

  test('is for those to see who set it', async ({ assert }) => {
    const world = await aQueue()
    const operator = await world.operator()
    assert.isNull((await operator.page('/settings/profile')).props.timeZone)
  })
})
