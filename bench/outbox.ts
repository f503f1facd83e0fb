/**
 * `npm run bench:outbox`: our outbox against the queues that one could take instead, and against what PostgreSQL can do at
 * all; everything on one server, in alternating rounds, medians. See `outbox/settings.ts` for what can be set.
 */
import { endChildren } from './outbox/children.ts'
import { drain1m, drain20k } from './outbox/cases/drains.ts'
import type { Bench, Case } from './outbox/bench.ts'
import { Ground } from './outbox/ground.ts'
import { Results } from './outbox/results.ts'
import { isFull, isQuick, only, rounds, systems } from './outbox/settings.ts'
import { print, report } from './support/report.ts'

const cases: readonly Case[] = [drain20k, ...(isFull ? [drain1m] : [])]

const failures: string[] = []
const results = new Results()
const ground = await Ground.open()

async function close(): Promise<void> {
  await endChildren()
  await ground.close()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void close().finally(() => process.exit(130)))

const bench: Bench = {
  ground,
  results,
  rounds,
  isQuick,
  has: (system) => systems.test(system),
  say: (line) => console.log(line),
  fail: (line) => {
    failures.push(line)
    console.error(`FAILED ${line}`)
  },
}

try {
  for (const each of cases) {
    if (!only.test(each.name)) continue
    console.log(`\n${each.name}`)
    await each.run(bench)
  }
} finally {
  await close()
}

console.log()
// What was tried in part is no result to keep.
if (isQuick || process.env.ONLY || process.env.SYSTEMS) print(results.rows(), [])
else report('outbox', results.rows(), [])
for (const line of failures) console.error(`FAILED ${line}`)
process.exit(failures.length > 0 ? 1 : 0)
