/**
 * Svyaz' outbox through its public door: order per dialog, pacing state and fences on. 1,000 owners with a lane each
 * stand for 1,000 accounts.
 */
import { companyId, createHub, migrate, postgresStore, step } from '@svyaz/core'
import type { Hub, Planned, Sql } from '@svyaz/core'
import pg from 'pg'
import { z } from 'zod'
import { at, connect, connectAll, emptinessBy, endAll } from '../connections.ts'
import type { Contender, Enqueuer, Handle, Load, Place, WorkOptions } from '../contender.ts'
import { keyOf, messageOf, ownerOf } from '../messages.ts'

const company = companyId('0197f000-0000-7000-8000-000000000001')
const input = z.object({ n: z.number(), text: z.string() })
type Door = { readonly hub: Hub<Sql>; close(): Promise<void> }

function open(place: Place, concurrency: number, handle: Handle): Door {
  const pool = new pg.Pool({ connectionString: place.databaseUrl, max: 10 })
  pool.on('error', () => {})
  const store = postgresStore({ pool, listenClient: () => connect(place.databaseUrl) })
  const hub = createHub({
    plugins: [],
    store,
    secretKeys: ['thirty-two bytes for a bench, at least'],
    onEvents: async () => {},
    work: {
      bench: {
        lanes: { bench: { intervalMs: 0, concurrency } },
        steps: {
          idempotent: step({
            lane: 'bench',
            input,
            run: async ({ n }) => {
              await handle(n)
              return {}
            },
          }),
          marked: step({
            lane: 'bench',
            input,
            run: async ({ n }, call) => {
              await call.begin()
              await handle(n)
              return {}
            },
          }),
        },
      },
    },
  })
  const close = async () => {
    await store.close()
    await pool.end()
  }
  return { hub, close }
}

/** Enough for one lane to keep the worker busy, and for 1,000 of them. */
function concurrencyOf({ atOnce, owners }: WorkOptions): number {
  if (atOnce !== undefined) return Math.max(Math.floor(atOnce / owners), 1)
  return owners === 1 ? 4_000 : 64
}

async function enqueuer(
  stepName: string,
  place: Place,
  load: Load,
  clients: number
): Promise<Enqueuer> {
  const { hub, close } = open(place, 1, () => {})
  const connections = await connectAll(place.databaseUrl, clients)
  const planned = (n: number): Planned => ({
    step: stepName,
    key: `d${String(keyOf(n, load))}`,
    input: messageOf(n),
  })
  // Each statement commits by itself, like the bare insert's: a connection is as good as a transaction here.
  const enqueue = async (client: number, numbers: readonly number[]) => {
    const connection = at(connections, client)
    const owner = { work: 'bench', id: String(ownerOf(numbers[0] ?? 0, load)) }
    await hub.outbox.enqueue(connection, company, owner, numbers.map(planned))
    hub.committed(connection)
  }
  return {
    one: (client, n) => enqueue(client, [n]),
    batch: enqueue,
    close: async () => {
      await endAll(connections)
      await hub.stop()
      await close()
    },
  }
}

function contender(stepName: string): Contender {
  return {
    warmUp: 20_000,
    prepare: async ({ databaseUrl }) => {
      const client = await connect(databaseUrl)
      await migrate(client)
      await client.end()
    },
    enqueuer: (place, load, clients) => enqueuer(stepName, place, load, clients),
    work: async (place, options, handle) => {
      const { hub, close } = open(place, concurrencyOf(options), handle)
      await hub.start(['lanes'])
      return {
        stop: async () => {
          await hub.stop()
          await close()
        },
      }
    },
    emptiness: ({ databaseUrl }) => emptinessBy(databaseUrl, 'svyaz.outbox_row'),
  }
}

export const ours: Contender = contender('idempotent')
export const oursMarked: Contender = contender('marked')
