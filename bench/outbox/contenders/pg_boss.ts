/** pg-boss 12, MIT, kept up by its author: https://pgboss.io */
import { setTimeout as sleep } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { at, emptinessBy } from '../connections.ts'
import type { Contender, Handle, Load, Place } from '../contender.ts'
import { keyOf, messageOf, ownerOf } from '../messages.ts'

const queue = 'bench'
const batchSize = 1_000
/** As many loops as a few of its workers would be. */
const fetchers = 4

async function open({ databaseUrl }: Place, migrate: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: 10,
    migrate,
    supervise: false,
    schedule: false,
  })
  boss.on('error', (error) => console.error(error))
  return boss.start()
}

/** A loop of its own: `work()` would fetch again only after its polling interval. */
async function fetchAll(boss: PgBoss, batch: number, handle: Handle, isStopping: () => boolean) {
  while (!isStopping()) {
    const jobs = await boss.fetch<{ n: number }>(queue, { batchSize: batch })
    if (jobs.length === 0) await sleep(5)
    else {
      await Promise.all(jobs.map(({ data }) => handle(data.n)))
      await boss.complete(
        queue,
        jobs.map(({ id }) => id)
      )
    }
  }
}

function contender(policy: 'standard' | 'key_strict_fifo', warmUp: number): Contender {
  const keyed = (n: number, load: Load) =>
    policy === 'standard'
      ? {}
      : { singletonKey: `${String(ownerOf(n, load))}-${String(keyOf(n, load))}` }
  return {
    warmUp,
    prepare: async (place) => {
      const boss = await open(place, true)
      await boss.createQueue(queue, { policy })
      await boss.stop({ graceful: false })
    },
    enqueuer: async (place, load, clients) => {
      const bosses: PgBoss[] = []
      for (let opened = 0; opened < clients; opened++) bosses.push(await open(place, false))
      const batch = async (client: number, numbers: readonly number[]) => {
        const jobs = numbers.map((n) => ({ data: messageOf(n), ...keyed(n, load) }))
        await at(bosses, client).insert(queue, jobs)
      }
      return {
        one: (client, n) => batch(client, [n]),
        batch,
        close: async () => {
          for (const boss of bosses) await boss.stop({ graceful: false })
        },
      }
    },
    work: async (place, { atOnce }, handle) => {
      const boss = await open(place, false)
      let isStopping = false
      const batch = atOnce === undefined ? batchSize : Math.ceil(atOnce / fetchers)
      const loops = Array.from({ length: fetchers }, () =>
        fetchAll(boss, batch, handle, () => isStopping)
      )
      return {
        stop: async () => {
          isStopping = true
          await Promise.all(loops)
          await boss.stop({ graceful: false })
        },
      }
    },
    // Completed ones stay in its table for a week.
    emptiness: ({ databaseUrl }) =>
      emptinessBy(databaseUrl, `pgboss.job where state < 'completed'`),
  }
}

export const pgBoss: Contender = contender('standard', 20_000)
export const pgBossOrdered: Contender = contender('key_strict_fifo', 5_000)
