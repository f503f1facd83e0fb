import { test } from '@japa/runner'
import { testDatabase } from '../../../tests/support/database.ts'
import { migrate, migrations } from './migrations.ts'
import { postgresStore } from './store.ts'

test.group('migrations', () => {
  test('many processes at once run each of them once', async ({ assert }) => {
    await using database = await testDatabase()
    const clients = await Promise.all(Array.from({ length: 4 }, () => database.pool.connect()))
    const ran = await Promise.all(clients.map((client) => migrate(client)))
    for (const client of clients) client.release()
    assert.deepEqual(
      ran.flat(),
      migrations.map(({ id }) => id)
    )
  })

  test('a schema of another name holds everything, and two live side by side', async ({
    assert,
  }) => {
    await using database = await testDatabase()
    const { pool } = database
    const client = await pool.connect()
    await migrate(client, { schema: 'other_place' })
    client.release()
    const { rows } = await pool.query<{ schemaname: string }>(
      "select distinct schemaname from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
    )
    assert.deepEqual(rows, [{ schemaname: 'other_place' }])
    const store = postgresStore({ pool, schema: 'other_place' })
    const { node } = await store.leases.open(1_000)
    assert.isDefined(await store.leases.renew(node, 1_000))
    await store.close()
  })

  test('a schema name that is not a plain word is refused', async ({ assert }) => {
    await using database = await testDatabase()
    const client = await database.pool.connect()
    await assert.rejects(() => migrate(client, { schema: 'a;drop' }), /E_SCHEMA_NAME/)
    client.release()
  })
})
