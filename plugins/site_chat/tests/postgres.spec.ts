import { test } from '@japa/runner'
import { migrate, postgresStore } from '@svyaz/core'
import { testDatabase } from '../../../core/tests/support/database.ts'
import { newId } from '../simulator/index.ts'
import { aWorldOn, until } from './world.ts'

test.group('site chat on PostgreSQL', () => {
  test('a dialog with a restart in the middle: nothing missing, nothing twice, in order', async ({
    assert,
  }) => {
    await using database = await testDatabase()
    await migrate(database.pool)
    await using world = await aWorldOn(postgresStore({ pool: database.pool }))
    const visitor = await world.visitor()
    const id = newId()
    await Promise.all([
      visitor.write('Есть торшер?', { id }),
      visitor.write('Есть торшер?', { id }),
    ])
    await using page = visitor.listen()
    await world.answer('Есть')
    await until(() => page.answers.length === 1, 'the answer, live')
    await world.close()
    await world.open()
    await world.answer('Доставим завтра')
    await visitor.write('Беру', { patienceMs: 5000 })
    await until(() => page.lines.length === 4, 'all lines')
    assert.deepEqual(
      page.answers.map(({ text }) => text),
      ['Есть', 'Доставим завтра']
    )
    assert.deepEqual(world.texts, ['Есть торшер?', 'Беру'])
    const again = await world.visitor({ secret: visitor.secret })
    assert.lengthOf(await again.lines(), 4)
    await until(() => world.statuses.length === 2, 'both delivered')
  })

  test('a long history is paged in the order of keys', async ({ assert }) => {
    await using database = await testDatabase()
    await migrate(database.pool)
    const settings = { messagesPerMinute: 600 }
    await using world = await aWorldOn(postgresStore({ pool: database.pool }), { settings })
    const visitor = await world.visitor()
    for (let n = 0; n < 70; n++) await visitor.write(String(n))
    const newest = await visitor.page()
    const older = await visitor.page({ before: newest.lines[0]?.at ?? 0 })
    assert.isTrue(newest.more)
    assert.isFalse(older.more)
    assert.deepEqual(
      [...older.lines, ...newest.lines].map(({ text }) => text),
      Array.from({ length: 70 }, (_, n) => String(n))
    )
    const since = await visitor.lines({ after: older.lines[0]?.at ?? 0 })
    assert.lengthOf(since, 70)
  })
})
