import { test } from '@japa/runner'
import { aCompany, signedIn } from '../support/a_company.ts'
import { foreignThings } from '../support/foreign_things.ts'

test.group('Dead events', () => {
  test('are listed with their reason, stay when a replay fails, and go when discarded', async ({
    assert,
  }) => {
    const company = await aCompany()
    const things = await foreignThings(company)
    const browser = await signedIn(company)
    const { props } = await browser.page('/dead-events')
    const account = (await browser.page(`/accounts/${things.account}`)).props.account
    assert.equal(account.counters.received - account.counters.stored, 1, 'it is missed')
    const [event] = props.events
    assert.containsSubset(event, { id: things.deadEvent, plugin: 'echo', type: 'message' })
    assert.isString(event.text)
    assert.isNotEmpty(event.error)
    const replay = await browser.json('POST', `/dead-events/${things.deadEvent}/replay`)
    assert.equal(replay.body.code, 'E_EVENT_STILL_FAILS')
    assert.lengthOf((await browser.page('/dead-events')).props.events, 1)
    assert.equal((await browser.json('DELETE', `/dead-events/${things.deadEvent}`)).status, 204)
    assert.lengthOf((await browser.page('/dead-events')).props.events, 0)
    const { counters } = (await browser.page(`/accounts/${things.account}`)).props.account
    assert.equal(counters.received, counters.stored)
  })
})
