/** Handlers that wait as long as a messenger takes to answer. 500 lanes with one call at once each, or 500 jobs at once. */
import { alternate, fewer, nameOf, type Case } from '../bench.ts'
import type { ContenderName } from '../contenders/index.ts'
import { drain } from '../drain.ts'
import { keys, writeDown } from './drains.ts'

export const waitMs = 20
export const atOnce = 500

/** Four seconds at the limit: the start is no part of what is measured. */
const enough = 100_000

const systems: readonly ContenderName[] = [
  'ours',
  'oursMarked',
  'graphile',
  'pgBoss',
  'bullmq500',
  'timer',
]

export const waiting20ms: Case = {
  name: 'handler of 20 ms, 500 at once',
  run: (bench) =>
    alternate(
      bench,
      bench.rounds,
      systems.map((system) => ({
        system,
        run: async () => {
          const load = { messages: bench.isQuick ? 5_000 : enough, owners: atOnce, keys }
          const drained = await drain(bench, system, { load, waitMs, atOnce })
          writeDown(bench, system, waiting20ms.name, drained)
        },
      }))
    ),
}

const processes = [1, 2, 4] as const
export const processesName = (count: number, what: string): string =>
  `${String(count)} worker process${count === 1 ? '' : 'es'}, ${what}`

/** Several workers share the owners. */
export const severalProcesses: Case = {
  name: 'worker processes',
  run: (bench) => {
    const messages = bench.isQuick ? 20_000 : 200_000
    const atOnceTurns = (['ours', 'oursMarked', 'graphile'] as const).flatMap((system) =>
      processes.map((count) => ({
        system,
        run: async () => {
          const load = { messages, owners: 1_000, keys }
          const drained = await drain(bench, system, { load, processes: count })
          writeDown(bench, system, processesName(count, messages.toLocaleString('en')), drained)
          bench.say(`  shares of ${nameOf(system)}: ${drained.shares.join(', ')}`)
        },
      }))
    )
    const waitingTurns = processes.map((count) => ({
      system: 'ours' as const,
      run: async () => {
        const load = { messages: bench.isQuick ? 5_000 : enough, owners: atOnce, keys }
        const drained = await drain(bench, 'ours', { load, waitMs, atOnce, processes: count })
        writeDown(bench, 'ours', processesName(count, 'handler of 20 ms'), drained)
      },
    }))
    return alternate(bench, fewer(bench.rounds), [...atOnceTurns, ...waitingTurns])
  },
}
