import { test } from '@japa/runner'
import { testDatabase } from '../../core/tests/support/database.ts'
import { Database } from '#app/database/database'
import { preparedPool } from '#app/database/prepared_pool'

test.group('Prepared statements', () => {
  test('a statement is planned once, and anew when it has been used much more', async ({
    assert,
  }) => {
    await using given = await testDatabase()
    const database = new Database({ url: given.url, max: 1, name: 'spec', keyed: true })
    const client = await preparedPool(database).connect()
    const prepared = async () => {
      const { rows } = await client.query<{ name: string }>(
        "select name from pg_prepared_statements where statement = 'select $1::int as n'"
      )
      return rows.length
    }
    const ask = async (times: number) => {
      for (let n = 0; n < times; n++) {
        const { rows } = await client.query('select $1::int as n', [n])
        assert.deepEqual(rows, [{ n }])
      }
    }
    await ask(15)
    assert.equal(await prepared(), 1)
    await ask(15)
    assert.equal(await prepared(), 2)
    client.release()
    await database.close()
  })
})
