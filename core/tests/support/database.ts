import { randomBytes } from 'node:crypto'
import pg from 'pg'

export type TestDatabase = AsyncDisposable & {
  readonly name: string
  readonly url: string
  readonly pool: pg.Pool
}

/** A database of its own on the server that the test command started. `from`: a copy of that one, which nobody uses just now. */
export async function testDatabase(from = 'template1'): Promise<TestDatabase> {
  const server = process.env.SVYAZ_TEST_DATABASE_URL
  if (!server)
    throw new Error('SVYAZ_TEST_DATABASE_URL is not set: run specs by `npm test` or bin/japa.ts')
  const name = `t_${randomBytes(6).toString('hex')}`
  await execute(server, `create database ${name} template ${from}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: url.href, max: 20, pipeline: true })
  pool.on('error', () => {})
  return {
    name,
    url: url.href,
    pool,
    [Symbol.asyncDispose]: async () => {
      await pool.end()
      await execute(server, `drop database if exists ${name} with (force)`)
    },
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
