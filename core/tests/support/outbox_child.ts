/** One process of the kill test: node outbox_child.ts <database url> <lease ms>. Its platform is a table, outside the outbox. */
import pg from 'pg'
import { systemClock } from '../../src/clock.ts'
import { postgresStore } from '../../src/outbox/postgres/store.ts'
import { outboxWorld } from './outbox_world.ts'

const [url, leaseMs] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 8 })
const platform = new pg.Pool({ connectionString: url, max: 4 })
const listenClient = async () => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
const world = outboxWorld({
  store: postgresStore({ pool, listenClient }),
  clock: systemClock,
  leaseMs: Number(leaseMs),
  pacing: { send: { intervalMs: 0, concurrency: 4 } },
  steps: {
    send: {
      run: async (call, row) => {
        await call.begin()
        await platform.query('insert into platform (call_id, key, input) values ($1, $2, $3)', [
          row.callId,
          row.key,
          row.input,
        ])
      },
      reconcile: async (_call, row) => {
        const found = await platform.query('select 1 from platform where call_id = $1', [
          row.callId,
        ])
        return found.rowCount === 0 ? 'not_done' : { candidates: [{}] }
      },
    },
  },
})
await world.worker.start()
process.send?.('started')
