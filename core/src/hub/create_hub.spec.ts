import { test } from '@japa/runner'
import { clientChat, hubWorld, until } from '../../tests/support/hub_world.ts'

test.group('hub', () => {
  test('what a client posts reaches onEvents once', async ({ assert }) => {
    await using world = await hubWorld()
    await world.hub.start()
    const account = await world.connect()
    world.platform.clientPosts({ chat: clientChat, text: 'Hello', files: [] })
    await until(() => world.events.length > 0)
    const [event] = world.events
    assert.equal(event?.type, 'message')
    assert.equal(event?.account, account)
    assert.equal(event?.company, world.company)
  })

  test('what is sent is shown on the client and ends as done', async ({ assert }) => {
    await using world = await hubWorld()
    await world.hub.start()
    const account = await world.connect()
    const [row] = await world.say(account, 'Good day')
    await until(() => world.ends.length > 0)
    const [end] = world.ends
    assert.equal(end?.end, 'done')
    assert.equal(end?.row.id, row)
    assert.deepEqual(
      world.platform.seen.map(({ text }) => text),
      ['Good day']
    )
  })

  test('what is enqueued before the start goes after it', async ({ assert }) => {
    await using world = await hubWorld()
    const account = await world.connect()
    await world.say(account, 'early')
    assert.lengthOf(world.platform.seen, 0)
    await world.hub.start()
    await until(() => world.platform.seen.length === 1)
  })
})
