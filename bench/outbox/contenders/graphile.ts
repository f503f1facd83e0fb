/** graphile-worker 0.18, MIT, kept up by Graphile: https://worker.graphile.org/docs/performance */
import { EventEmitter } from 'node:events'
import { Logger, makeWorkerUtils, run, runMigrations, type WorkerUtils } from 'graphile-worker'
import { at, emptinessBy } from '../connections.ts'
import type { Contender, Enqueuer, Load, Place, WorkOptions } from '../contender.ts'
import { keyOf, messageOf, ownerOf } from '../messages.ts'

const logger = new Logger(() => () => {})
type Settings = Omit<GraphileConfig.WorkerOptions, 'connectionString' | 'logger' | 'events'>

/** What drained fastest here; the local queue's size and the concurrency were tried from 500 and 24 upwards. */
const batches: Settings = {
  concurrentJobs: 2_000,
  maxPoolSize: 10,
  localQueue: { size: 5_000 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
}
/** Queues that are locked come again by polling only: the usual 2 s would be all that is measured. */
const orderedBatches: Settings = { ...batches, localQueue: { size: 2_000 }, pollInterval: 10 }
const single: Settings = { concurrentJobs: 24, maxPoolSize: 25 }

async function enqueuer(
  isOrdered: boolean,
  { databaseUrl }: Place,
  load: Load,
  clients: number
): Promise<Enqueuer> {
  const utils: WorkerUtils[] = []
  for (let made = 0; made < clients; made++)
    utils.push(
      await makeWorkerUtils({
        preset: { worker: { connectionString: databaseUrl, maxPoolSize: 2, logger } },
      })
    )
  const batch = async (client: number, numbers: readonly number[]) => {
    const specs = numbers.map((n) => ({
      identifier: 'bench',
      payload: messageOf(n),
      ...(isOrdered
        ? { queueName: `${String(ownerOf(n, load))}-${String(keyOf(n, load))}` }
        : undefined),
    }))
    await at(utils, client).addJobs(specs)
  }
  return {
    one: (client, n) => batch(client, [n]),
    batch,
    close: async () => {
      for (const each of utils) await each.release()
    },
  }
}

/** As many at once as the case says, never more. */
function settingsFor(settings: Settings, { atOnce }: WorkOptions): Settings {
  return atOnce === undefined ? settings : { ...settings, concurrentJobs: atOnce }
}

function contender(
  settings: Settings,
  options: { readonly isOrdered: boolean; readonly warmUp: number }
): Contender {
  const presetFor = ({ databaseUrl }: Place, worker: Settings) => ({
    worker: { connectionString: databaseUrl, logger, ...worker },
  })
  return {
    warmUp: options.warmUp,
    prepare: (place) => runMigrations({ preset: presetFor(place, {}) }),
    enqueuer: (place, load, clients) => enqueuer(options.isOrdered, place, load, clients),
    work: async (place, work, handle) => {
      const events = new EventEmitter()
      events.setMaxListeners(0)
      const runner = await run({
        preset: presetFor(place, settingsFor(settings, work)),
        events,
        noHandleSignals: true,
        crontab: '',
        taskList: { bench: (payload) => handle((payload as { n: number }).n) },
      })
      return { stop: () => runner.stop() }
    },
    emptiness: ({ databaseUrl }) => emptinessBy(databaseUrl, 'graphile_worker._private_jobs'),
  }
}

export const graphile: Contender = contender(batches, {
  isOrdered: false,
  warmUp: 20_000,
})
export const graphileOrdered: Contender = contender(single, {
  isOrdered: true,
  warmUp: 500,
})
export const graphileOrderedLocal: Contender = contender(orderedBatches, {
  isOrdered: true,
  warmUp: 20_000,
})
