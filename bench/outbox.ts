/**
 * `npm run bench:outbox`: our outbox against the queues that one could take instead, and against what PostgreSQL can do at
 * all; everything on one server, in alternating rounds, medians. Takes more than an hour on a machine that does nothing
 * else; see `outbox/settings.ts` for what can be set.
 */
import { endChildren } from './outbox/children.ts'
import { aimsOf } from './outbox/aims.ts'
import { drain1m, drain20k } from './outbox/cases/drains.ts'
import { enqueueInBatches, enqueueOneByOne } from './outbox/cases/enqueues.ts'
import { hotLane } from './outbox/cases/hot_lane.ts'
import { idle } from './outbox/cases/idle.ts'
import { severalProcesses, waiting20ms } from './outbox/cases/waiting_handlers.ts'
import { wakeUp } from './outbox/cases/wake_up.ts'
import type { Bench, Case } from './outbox/bench.ts'
import { Ground } from './outbox/ground.ts'
import { notesOf } from './outbox/notes.ts'
import { Results } from './outbox/results.ts'
import { isFull, isQuick, only, rounds, systems } from './outbox/settings.ts'
import { print, report } from './support/report.ts'

const cases: readonly Case[] = [
  drain20k,
  waiting20ms,
  enqueueOneByOne,
  enqueueInBatches,
  wakeUp,
  idle,
  severalProcesses,
  hotLane,
  ...(isFull ? [drain1m] : []),
]

const failures: string[] = []
const results = new Results()
const opening = Ground.open()

let closed: Promise<void> | undefined
let isInterrupted = false

async function close(): Promise<void> {
  closed ??= endChildren().then(async () => (await opening).close())
  await closed
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true
    void close().finally(() => process.exit(130))
  })
}

const ground = await opening
const notes = await notesOf(ground)
const bench: Bench = {
  ground,
  results,
  rounds,
  isQuick,
  has: (system) =>
    systems.test(system) && !(system.startsWith('bullmq') && ground.noRedis !== undefined),
  isInterrupted: () => isInterrupted,
  say: (line) => console.log(line),
  fail: (line) => {
    failures.push(line)
    console.error(`FAILED ${line}`)
  },
}

try {
  for (const note of notes) console.log(note)
  for (const each of cases) {
    if (isInterrupted || !only.test(each.name)) continue
    console.log(`\n${each.name}`)
    await each.run(bench)
  }
} finally {
  await close()
}
// The signal's own end says how it ended.
if (isInterrupted) await new Promise(() => {})

console.log()
const aims = aimsOf(results)
// What was tried in part is no result to keep.
if (isQuick || process.env.ONLY || process.env.SYSTEMS) print(results.rows(), aims)
else report('outbox', results.rows(), aims, notes)
for (const line of notes.slice(1)) console.log(line)
for (const line of failures) console.error(`FAILED ${line}`)
process.exit(failures.length > 0 ? 1 : 0)
