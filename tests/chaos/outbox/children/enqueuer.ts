/** Fills the queue while everything else falls over: `fork(enqueuer, [settings])`. Says `{ enqueued }` at the end. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '@svyaz/core'
import { plannedOf } from '../enqueue.ts'
import { company, openHub } from '../hub.ts'
import { planOf, type Batch } from '../plan.ts'
import { planOptions, settingsOf, sizes, type EnqueuerSettings } from '../settings.ts'
import { SinkClient } from '../sink_client.ts'
import { Watch } from '../watch.ts'
import { worksOf } from '../works.ts'
import { endWithParent } from './end_with_parent.ts'

const { databaseUrl, sinkUrl, size, seed } = settingsOf<EnqueuerSettings>()
const batches = planOf(planOptions(size, seed))
const work = worksOf({ sink: new SinkClient(sinkUrl), watch: new Watch(), seed, hasFlaws: true })
const { hub, store } = openHub(databaseUrl, { work, keepsEnds: true })
const counts = { batches: batches.length, retried: 0, rolledBack: 0, repeated: 0 }
endWithParent()

class RolledBack extends Error {}

async function enqueue(batch: Batch, tx: Sql): Promise<void> {
  await hub.outbox.enqueue(tx, company, batch.owner, plannedOf(batch))
}

/** Until the answer to the commit is there: `once` makes the repeats harmless. */
async function insist(batch: Batch): Promise<void> {
  for (;;) {
    try {
      return await store.transaction((tx) => enqueue(batch, tx))
    } catch {
      counts.retried++
      await sleep(100)
    }
  }
}

/** Whoever rolls back has enqueued nothing, and its words are free again. */
async function rollBack(batch: Batch): Promise<void> {
  const tried = store.transaction(async (tx) => {
    await enqueue(batch, tx)
    throw new RolledBack()
  })
  await tried.catch(() => {})
  counts.rolledBack++
}

const startedAt = Date.now()
const eachMs = sizes[size].enqueueMs / batches.length
for (const [index, batch] of batches.entries()) {
  await sleep(Math.max(0, startedAt + index * eachMs - Date.now()))
  if (index % 20 === 7) await rollBack(batch)
  await insist(batch)
  if (index % 20 !== 13) continue
  // As after an answer that was lost.
  await insist(batch)
  counts.repeated++
}
process.send?.({ enqueued: counts })
