/** BullMQ 5, MIT, kept up by Taskforce.sh, on Redis that writes to the disk before it answers. */
import { Queue, Worker } from 'bullmq'
import type { Contender, Place } from '../contender.ts'
import { messageOf } from '../messages.ts'
import { at } from '../connections.ts'

const queue = 'bench'
const options = { removeOnComplete: true, removeOnFail: true }

function redisOf({ redisUrl, name }: Place): {
  readonly prefix: string
  readonly connection: { readonly url: string; readonly maxRetriesPerRequest: null }
} {
  if (redisUrl === undefined) throw new Error('There is no Redis.')
  return { prefix: name, connection: { url: redisUrl, maxRetriesPerRequest: null } }
}

function contender(concurrency: number): Contender {
  return {
    warmUp: 20_000,
    prepare: async () => {},
    enqueuer: async (place, _load, clients) => {
      const queues = Array.from({ length: clients }, () => new Queue(queue, redisOf(place)))
      for (const each of queues) await each.waitUntilReady()
      return {
        one: async (client, n) => {
          await at(queues, client).add(queue, messageOf(n), options)
        },
        batch: async (client, numbers) => {
          const jobs = numbers.map((n) => ({ name: queue, data: messageOf(n), opts: options }))
          await at(queues, client).addBulk(jobs)
        },
        close: async () => {
          for (const each of queues) await each.close()
        },
      }
    },
    work: async (place, { atOnce }, handle) => {
      const worker = new Worker<{ n: number }>(queue, async (job) => handle(job.data.n), {
        ...redisOf(place),
        concurrency: atOnce ?? concurrency,
      })
      worker.on('error', (error) => console.error(error))
      await worker.waitUntilReady()
      return { stop: () => worker.close() }
    },
    emptiness: async (place) => {
      const watched = new Queue(queue, redisOf(place))
      return {
        isEmpty: async () => {
          const counts = await watched.getJobCounts('wait', 'active', 'prioritized', 'delayed')
          return Object.values(counts).every((count) => count === 0)
        },
        close: () => watched.close(),
      }
    },
  }
}

export const bullmq100: Contender = contender(100)
export const bullmq500: Contender = contender(500)
