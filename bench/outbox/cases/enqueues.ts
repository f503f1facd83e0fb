/** Nobody works meanwhile: what does it cost to put messages in? Each commit is on the disk before it is answered. */
import { alternate, nameOf, type Bench, type Case } from '../bench.ts'
import { Child } from '../children.ts'
import type { ContenderName } from '../contenders/index.ts'
import type { Enqueued } from '../enqueueing.ts'
import { keys, owners } from './drains.ts'

const minute = 60_000
const systems: readonly ContenderName[] = ['ours', 'graphile', 'pgBoss', 'bullmq100', 'bare']
export const singleClients = [1, 8, 32] as const
export const batchClients = [1, 2] as const

export const singleName = (clients: number): string =>
  `enqueue one by one, ${String(clients)} client${clients === 1 ? '' : 's'}`
export const batchName = (clients: number): string =>
  `enqueue batches of 1,000, ${String(clients)} connection${clients === 1 ? '' : 's'}`

async function measure(
  bench: Bench,
  system: ContenderName,
  how: 'enqueueSingles' | 'enqueueBatches',
  clients: number
): Promise<Enqueued> {
  const forMs = bench.isQuick ? 700 : 2_000
  const child = new Child(system)
  const place = await bench.ground.place(system)
  try {
    await child.call('prepare', minute, place)
    await bench.ground.settle(place)
    const load = { messages: 0, owners, keys }
    return await child.call(how, minute, place, load, clients, forMs)
  } finally {
    await child.end()
    await bench.ground.drop(place)
  }
}

function enqueueCase(
  name: string,
  how: 'enqueueSingles' | 'enqueueBatches',
  counts: readonly number[],
  nameFor: (clients: number) => string
): Case {
  return {
    name,
    run: (bench) =>
      alternate(
        bench,
        bench.rounds,
        counts.flatMap((clients) =>
          systems.map((system) => ({
            system,
            run: async () => {
              const { messages, ms } = await measure(bench, system, how, clients)
              const perSecond = (messages * 1000) / ms
              bench.results.add(nameOf(system), nameFor(clients), 'messages/s', perSecond)
              bench.say(`${nameFor(clients)} · ${nameOf(system)}: ${perSecond.toFixed(0)}/s`)
            },
          }))
        )
      ),
  }
}

export const enqueueOneByOne: Case = enqueueCase(
  'enqueue one by one',
  'enqueueSingles',
  singleClients,
  singleName
)
export const enqueueInBatches: Case = enqueueCase(
  'enqueue batches',
  'enqueueBatches',
  batchClients,
  batchName
)
