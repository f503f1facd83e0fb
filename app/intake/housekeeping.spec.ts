import { test } from '@japa/runner'
import { listChanges } from '#app/inbox/list_changes'
import { InboxWorld } from '../../tests/support/inbox_world.ts'
import { about, aMessage, aStatus } from '../../tests/support/events.ts'
import { tidy } from './housekeeping.js'

const dayMs = 24 * 60 * 60 * 1000

test.group('Housekeeping', (group) => {
  let world: InboxWorld
  group.setup(async () => {
    world = await InboxWorld.open()
    return () => world[Symbol.asyncDispose]()
  })

  test('there is room for last month, this one and three to come, made once', async ({
    assert,
  }) => {
    await Promise.all([tidy(world.pool, Date.now()), tidy(world.pool, Date.now())])
    const partitions = await world.rows<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'messages'::regclass order by 1`
    )
    const now = new Date()
    const months = [-1, 0, 1, 2, 3].map((step) => {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + step, 1))
      return `messages_${month.toISOString().slice(0, 7).replace('-', '_')}`
    })
    assert.deepEqual(
      partitions.map(({ name }) => name),
      months
    )
  })

  test('a page that comes back after a day loads anew; what was kept for a while goes', async ({
    assert,
  }) => {
    const company = await world.company()
    const reader = { company: company.id, member: company.member }
    await world.take([aMessage(company)])
    const { seq } = await listChanges(world.pool, reader, 0)
    await world.take([aMessage(company), aStatus(company, 'never came', 'sent')])
    assert.isFalse((await listChanges(world.pool, reader, seq)).reset)
    await tidy(world.pool, Date.now() + 2 * dayMs)
    assert.isTrue((await listChanges(world.pool, reader, seq)).reset)
    const kept = () => world.rows('select from early_facts union all select from seen_events')
    assert.isNotEmpty(await kept())
    await tidy(world.pool, Date.now() + 31 * dayMs)
    assert.isEmpty(await kept())
    await world.take([about(company, { type: 'chat', chat: 'ivan' })])
  })
})
