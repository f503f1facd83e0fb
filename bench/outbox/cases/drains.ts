/** Handlers that return at once: how fast does a table get empty? */
import { alternate, fewer, nameOf, type Bench, type Case } from '../bench.ts'
import type { ContenderName } from '../contenders/index.ts'
import { drain, type Drained } from '../drain.ts'

export const owners = 1_000
export const keys = 5

const all: readonly ContenderName[] = [
  'ours',
  'oursMarked',
  'graphile',
  'graphileOrderedLocal',
  'graphileOrdered',
  'pgBoss',
  'pgBossOrdered',
  'bullmq100',
  'bullmq500',
  'bare',
]
/** Whoever would need hours for a million isn't asked. */
const quickOnes: readonly ContenderName[] = [
  'ours',
  'oursMarked',
  'graphile',
  'pgBoss',
  'bullmq100',
  'bare',
]
const cutMs = 20_000
/** A worker lives for weeks; in its first seconds it waits for its compiler. */
const warmUps = 6

export function writeDown(
  bench: Bench,
  system: ContenderName,
  name: string,
  drained: Drained
): void {
  const { results, say } = bench
  const { perSecond, cpuMicros, peakRss, twice, lost, isCut } = drained
  const who = nameOf(system)
  results.add(who, name, 'messages/s', perSecond)
  results.add(who, `${name}: CPU of the worker`, 'µs/message', cpuMicros)
  results.add(who, `${name}: peak RSS of the worker`, 'MB', peakRss / 2 ** 20)
  if (twice > 0 || name === drain1m.name) results.add(who, `${name}: ran twice`, 'messages', twice)
  if (lost > 0) bench.fail(`${who}: ${String(lost)} messages never ran`)
  say(
    `${name} · ${who}: ${perSecond.toFixed(0)}/s, ${cpuMicros.toFixed(1)} µs CPU each, ${(peakRss / 2 ** 20).toFixed(0)} MB` +
      `${twice > 0 ? `, ${String(twice)} RAN TWICE` : ''}${isCut ? ', cut off' : ''}`
  )
}

export const drain20k: Case = {
  name: 'drain 20,000',
  run: (bench) =>
    alternate(
      bench,
      bench.rounds,
      all.map((system) => ({
        system,
        run: async () => {
          const load = { messages: 20_000, owners, keys }
          writeDown(
            bench,
            system,
            drain20k.name,
            await drain(bench, system, { load, cutMs, warmUps })
          )
        },
      }))
    ),
}

export const drain1m: Case = {
  name: 'drain 1,000,000',
  run: (bench) =>
    alternate(
      bench,
      fewer(bench.rounds),
      quickOnes.map((system) => ({
        system,
        run: async () => {
          const load = { messages: 1_000_000, owners, keys }
          writeDown(bench, system, drain1m.name, await drain(bench, system, { load, warmUps }))
        },
      }))
    ),
}
