import loggerConfig from '#config/logger'
import { Logger } from '@adonisjs/core/logger'
import { test } from '@japa/runner'
import { postgresStore } from '@svyaz/core'
import { setImmediate } from 'node:timers/promises'
import { until } from '../../tests/support/until.ts'
import { Database } from './database.js'
import { preparedPool } from './prepared_pool.js'
import { isDatabaseAway } from './trouble.js'

const aDatabase = () =>
  new Database({ url: process.env.DATABASE_URL ?? '', max: 2, name: 'svyaz test' })

/** What would end the process of a server. */
function watchUnheard() {
  const errors: unknown[] = []
  const listener = (error: unknown) => errors.push(error)
  process.on('uncaughtExceptionMonitor', listener)
  return { errors, stop: () => process.off('uncaughtExceptionMonitor', listener) }
}

test.group('Database', () => {
  test('a connection cut in the middle of a transaction fails that transaction and nothing else', async ({
    assert,
  }) => {
    const database = aDatabase()
    const unheard = watchUnheard()
    const error: unknown = await database
      .transaction(async (tx) => {
        const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid', [])
        const pid = rows[0]?.pid
        await database.query('select pg_terminate_backend($1)', [pid])
        await until(
          async () => !(await database.row('select from pg_stat_activity where pid = $1', [pid])),
          'the connection is cut'
        )
        // Its end arrives while nobody waits for an answer.
        for (let turn = 0; turn < 50; turn += 1) await setImmediate()
        await tx.query('select 1', [])
      })
      .catch((caught: unknown) => caught)
    assert.instanceOf(error, Error)
    assert.isTrue(isDatabaseAway(error), String(error))
    assert.deepEqual(await database.row('select 1 as one'), { one: 1 })
    assert.isEmpty(unheard.errors)
    unheard.stop()
    await database.close()
  })

  test('what waits for the commit of a transaction that is rolled back is never told', async ({
    assert,
  }) => {
    const database = new Database({
      url: process.env.DATABASE_URL ?? '',
      max: 1,
      name: 'svyaz test',
    })
    const store = postgresStore({ pool: preparedPool(database) })
    const told: string[] = []
    const undone = database.transaction(async (tx) => {
      store.afterCommit(tx, () => told.push('undone'))
      throw new Error('E_UNDONE')
    })
    await assert.rejects(() => undone, 'E_UNDONE')
    // The same connection: there is no other.
    const second = await database.transaction(async (tx) => {
      store.afterCommit(tx, () => told.push('done'))
      return tx
    })
    store.committed(second)
    assert.deepEqual(told, ['done'])
    await store.close()
    await database.close()
  })

  test('the log is told which row did not fit by its error, never what is in it', async ({
    assert,
  }) => {
    const database = aDatabase()
    const error: unknown = await database
      .transaction(async (tx) => {
        await tx.query('create temporary table letters (text text, at int not null)', [])
        await tx.query(`insert into letters (text) values ('planted secret')`, [])
      })
      .catch((caught: unknown) => caught)
    assert.include(JSON.stringify(error), 'planted secret')
    const lines: string[] = []
    const destination = { write: (line: string) => void lines.push(line) }
    new Logger({ ...loggerConfig.loggers.app, level: 'error', destination }).error(
      { err: error },
      'it failed'
    )
    assert.match(lines[0] ?? '', /23502/)
    assert.notInclude(lines[0] ?? '', 'planted secret')
    await database.close()
  })
})
