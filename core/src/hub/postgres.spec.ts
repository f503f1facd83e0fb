import { test } from '@japa/runner'
import { clientChat, hubWorldOn, until, type HubWorld } from '../../tests/support/hub_world.ts'
import { migratedDatabase } from '../../tests/support/outbox_database.ts'
import { postgresStore } from '../outbox/postgres/store.ts'
import type { Sql } from '../outbox/store.ts'
import { createEchoPlatform } from '../testing/echo_platform.ts'
import { echoPlugin } from '../testing/echo_channel.ts'
import { systemClock } from '../clock.ts'
import type { HubOptions, ReceivedEvent } from './hub.ts'

type Database = Awaited<ReturnType<typeof migratedDatabase>>

/** An intake as an embedder would write it: a table, unique by event. */
function intoTable(): Pick<HubOptions<Sql>, 'onEvents'> {
  return {
    async onEvents(events, tx) {
      for (const event of events) {
        await tx.query('insert into received (id, kind) values ($1, $2) on conflict do nothing', [
          event.eventId,
          textOf(event) === 'bad' ? null : event.type,
        ])
      }
    },
  }
}

function textOf(event: ReceivedEvent): string | undefined {
  return event.type === 'message' && event.content.kind === 'text'
    ? event.content.text.text
    : undefined
}

async function withHub(
  database: Database,
  options: Partial<HubOptions<Sql>> = {}
): Promise<HubWorld<Sql>> {
  await database.pool.query(
    'create table if not exists received (no serial, id text primary key, kind text not null)'
  )
  return hubWorldOn(postgresStore({ pool: database.pool }), {
    ...intoTable(),
    leaseMs: 2000,
    ...options,
  })
}

const count = async (database: Database) => {
  const { rows } = await database.pool.query<{ n: string }>('select count(*) as n from received')
  return Number(rows[0]?.n)
}

const post = (world: HubWorld<Sql>, text: string) =>
  world.platform.clientPosts({ chat: clientChat, text, files: [] })

test.group('hub on PostgreSQL', () => {
  test('both ways, end to end', async ({ assert }) => {
    await using database = await migratedDatabase()
    await using world = await withHub(database)
    await world.hub.start()
    const account = await world.connect()
    for (const text of ['one', 'two']) post(world, text)
    await until(async () => (await count(database)) === 2)
    await world.say(account, 'answer')
    await until(() => world.ends.some(({ end }) => end === 'done'))
    assert.deepEqual(
      world.platform.seen.map(({ text }) => text),
      ['answer']
    )
  })

  test('an event that breaks its transaction is buried alone', async ({ assert }) => {
    await using database = await migratedDatabase()
    await using world = await withHub(database)
    await world.hub.start()
    await world.connect()
    for (const text of ['one', 'bad', 'two']) post(world, text)
    await until(async () => (await count(database)) === 2)
    await until(async () => (await world.hub.deadEvents.list(world.company)).length === 1)
    const [dead] = await world.hub.deadEvents.list(world.company)
    assert.match(dead?.error ?? '', /23502/)
  })

  test('what was received while the database was gone comes in once it is back', async ({
    assert,
  }) => {
    await using database = await migratedDatabase()
    let isAway = false
    let refused = 0
    const away = () => {
      refused += 1
      return Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
    }
    const pool = {
      query: (...args: Parameters<typeof database.pool.query>) => {
        if (isAway) return Promise.reject(away())
        return database.pool.query(...args)
      },
      async connect() {
        if (isAway) throw away()
        return database.pool.connect()
      },
    }
    const events = intoTable()
    await database.pool.query(
      'create table received (no serial, id text primary key, kind text not null)'
    )
    const store = postgresStore({ pool: pool as never })
    await using world = await hubWorldOn<Sql>(store, { ...events, leaseMs: 2000 })
    await world.hub.start()
    const account = await world.connect()
    post(world, 'before')
    await until(async () => (await count(database)) === 1)
    isAway = true
    post(world, 'while it is away')
    await until(() => refused > 20)
    isAway = false
    post(world, 'after')
    await until(async () => (await count(database)) === 3, 25_000)
    assert.lengthOf(await world.hub.deadEvents.list(world.company), 0)
    await world.say(account, 'still here')
    await until(() => world.platform.seen.length === 1, 20_000)
  }).timeout(60_000)

  test('when a node dies another one takes over its account, losing and doubling nothing', async ({
    assert,
  }) => {
    await using database = await migratedDatabase()
    const platform = createEchoPlatform(systemClock)
    const plugins = [echoPlugin(platform) as never]
    await using first = await withHub(database, { plugins })
    await using second = await withHub(database, { plugins })
    await first.hub.start()
    const account = await first.connect()
    platform.clientPosts({ chat: clientChat, text: 'one', files: [] })
    await until(async () => (await count(database)) === 1)
    await second.hub.start()
    await first.hub.stop({ graceMs: 1000 })
    platform.clientPosts({ chat: clientChat, text: 'two', files: [] })
    await until(async () => (await count(database)) === 2)
    await second.say(account, 'from the second')
    await until(() => platform.seen.length === 1)
    assert.equal(await count(database), 2)
  })

  test('state, settings and remote files are stored sealed', async ({ assert }) => {
    await using database = await migratedDatabase()
    await using world = await withHub(database)
    await world.hub.start()
    const account = await world.connect()
    const remote = { remote: { key: 'planted-remote-key' }, mime: 'text/plain' }
    await world.store.transaction((tx) => world.hub.download(tx, account, remote, { once: '1' }))
    const { rows } = await database.pool.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'svyaz'"
    )
    assert.isAbove(rows.length, 3)
    for (const { name } of rows) {
      const dump = await database.pool.query<{ all: string }>(
        `select t::text as all from svyaz.${name} t`
      )
      const text = dump.rows.map(({ all }) => decoded(all)).join('\n')
      assert.notInclude(text, 'planted-token-7f3a', name)
      assert.notInclude(text, 'planted-remote-key', name)
    }
  })
})

/** Bytes are shown as hex: read them too. */
function decoded(row: string): string {
  return row + Buffer.from(/\\\\x([0-9a-f]+)/.exec(row)?.[1] ?? '', 'hex').toString('latin1')
}
