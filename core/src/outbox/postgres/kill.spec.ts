import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { migratedDatabase } from '../../../tests/support/outbox_database.ts'
import { aRow, newAccount } from '../../../tests/support/outbox_world.ts'
import { until } from '../../../tests/support/until.ts'
import type { OwnerRecord } from '../store.ts'
import { postgresStore } from './store.ts'

const child = fileURLToPath(new URL('../../../tests/support/outbox_child.ts', import.meta.url))
const leaseMs = 800
const rows = 1_500
const keys = 30

test.group('SIGKILL', () => {
  test('killed again and again under load, nothing is lost, doubled or out of order', async ({
    assert,
  }) => {
    await using database = await migratedDatabase()
    const { pool, url } = database
    await pool.query(
      'create table platform (no bigint generated always as identity, call_id text, key text, input text)'
    )
    const store = postgresStore({ pool })
    const owners: OwnerRecord[] = []
    for (let made = 0; made < 3; made++)
      owners.push(await store.transaction((tx) => store.owners.create(tx, newAccount())))
    for (const [index, owner] of owners.entries())
      await store.transaction((tx) =>
        store.rows.enqueue(
          tx,
          owner.no,
          Array.from({ length: rows / 3 }, (_, no) =>
            aRow({ value: no, key: `${index}-${no % (keys / 3)}` })
          )
        )
      )
    let suspects = 0
    for (let kills = 0; kills < 4; kills++) {
      const killed = start(url)
      const before = await count(pool, 'platform')
      const after = before + 50 + Math.random() * 150
      await until(async () => (await count(pool, 'platform')) > after)
      killed.kill('SIGKILL')
      await once(killed, 'exit')
      suspects += await count(pool, 'svyaz.outbox_begun')
    }
    const last = start(url)
    try {
      await until(async () => (await count(pool, 'svyaz.outbox_row')) === 0, 25_000)
    } finally {
      last.kill('SIGKILL')
      await once(last, 'exit')
    }
    const { rows: seen } = await pool.query<{ key: string; input: string }>(
      'select key, input from platform order by no'
    )
    assert.isAbove(suspects, 0, 'no kill hit a call under way')
    assert.equal(seen.length, rows)
    assert.equal(new Set(seen.map(({ key, input }) => `${key} ${input}`)).size, rows)
    const lastOf = new Map<string, number>()
    for (const { key, input } of seen) {
      assert.isAbove(Number(input), lastOf.get(key) ?? -1)
      lastOf.set(key, Number(input))
    }
    assert.equal(await count(pool, 'svyaz.outbox_ended'), 0)
  }).timeout(60_000)
})

function start(url: string): ChildProcess {
  return fork(child, [url, String(leaseMs)], {
    execArgv: ['--conditions=@svyaz/source', '--no-warnings'],
  })
}

async function count(
  pool: { query(text: string): Promise<{ rows: { count: string }[] }> },
  table: string
): Promise<number> {
  const { rows: found } = await pool.query(`select count(*) as count from ${table}`)
  return Number(found[0]?.count)
}
