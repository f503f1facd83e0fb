import { until } from '../../support/until.ts'
import { verdictOf, type Verdict } from './checker.ts'
import { Child } from './child.ts'
import { prepare } from './database.ts'
import { doneCount, endsOf } from './ends.ts'
import { enqueueAll } from './enqueue.ts'
import { fencesOf, type Fenced, type Outage } from './fences.ts'
import { openHub } from './hub.ts'
import { expectedOf, planOf } from './plan.ts'
import { Sink } from './sink.ts'
import type { WorkerSettings } from './settings.ts'
import { Watch } from './watch.ts'
import { worksOf } from './works.ts'

const owners = 12
/** At 20 a second they outlast all that is done to their processes. */
const rowsOfOwner = 250
export const leaseMs = 2_000

export type Takeover = {
  /** Until every owner of the process that was hit had a call elsewhere. */
  readonly afterKillMs: number
  readonly afterStopMs: number
  /** From the process that had been stopped and woken, when its successor was killed in its turn. */
  readonly backAgainMs: number
  readonly fenced: Fenced
  /** What the woken process wrote before it knew that its lease was over. */
  readonly written: number
  readonly verdict: Verdict
  readonly doneTwice: readonly string[]
}

/** One process after the other holds everything: the first is killed, the second stopped and woken, the third killed. */
export async function takeOver(databaseUrl: string, seed: number): Promise<Takeover> {
  const batches = planOf({
    ...{ seed, owners, dialogs: owners * 6, messages: owners * rowsOfOwner, batch: [50, 50] },
    ...{ kindOf: () => 'slow', modes: ['free', 'again', 'look'], timed: 0, following: 0 },
  })
  const expected = expectedOf(batches)
  await prepare(databaseUrl)
  await using sink = await Sink.start({ seed, hasFlaws: false })
  const quiet = { sink: sink.client, watch: new Watch(), seed, hasFlaws: false }
  await using desk = openHub(databaseUrl, { work: worksOf(quiet), keepsEnds: true })
  await enqueueAll(desk, batches)

  const settings = { databaseUrl, sinkUrl: sink.url, seed, leaseMs, hasFlaws: false }
  await using first = await started(settings)
  await holdsAll(sink, first, 0)
  await using second = await started(settings)
  const killedAt = Date.now()
  await first.kill()
  const afterKillMs = (await holdsAll(sink, second, killedAt)) - killedAt

  await using third = await started(settings)
  const stoppedAt = Date.now()
  second.stop()
  const afterStopMs = (await holdsAll(sink, third, stoppedAt)) - stoppedAt
  await until(() => Date.now() > stoppedAt + 1.5 * leaseMs, 'the stop to be longer than the lease')
  const wokenAt = Date.now()
  second.wake()
  const lostAt = await until(() => second.first<number>('lost'), 'the woken one to lose its lease')
  const killedThirdAt = Date.now()
  await third.kill()
  const backAgainMs = (await holdsAll(sink, second, killedThirdAt)) - killedThirdAt

  await until(async () => (await doneCount(desk.pool)) >= expected.size, 'every message', 60_000)
  const records = await sink.refresh()
  const stop: Outage = { pid: second.pid, how: 'stopped', from: stoppedAt, to: wokenAt }
  const fenced = fencesOf(records, [stop], new Map([[second.pid, [lostAt]]]))
  const { rows } = await desk.pool.query<{ count: string }>(
    `select count(*) from chaos_end where pid = $1
       and at between to_timestamp($2 / 1000.0) and to_timestamp($3 / 1000.0)`,
    [second.pid, wokenAt, lostAt]
  )
  return {
    ...{ afterKillMs, afterStopMs, backAgainMs, fenced },
    written: Number(rows[0]?.count),
    verdict: verdictOf({ expected, records, late: fenced.late, sentAgain: new Set() }),
    doneTwice: (await endsOf(desk.pool)).doneTwice,
  }
}

async function started(settings: WorkerSettings): Promise<Child> {
  const child = new Child('worker.ts', settings)
  await until(() => child.first('started'), 'a worker to start')
  return child
}

/** When a process had made a call of every owner, since then. */
async function holdsAll(sink: Sink, { pid }: Child, since: number): Promise<number> {
  return until(
    async () => {
      const firsts = new Map<string, number>()
      for (const { owner, pid: by, arrivedAt } of await sink.refresh())
        if (by === pid && arrivedAt >= since && !firsts.has(owner)) firsts.set(owner, arrivedAt)
      return firsts.size === owners && Math.max(...firsts.values())
    },
    'one process to hold every owner',
    10 * leaseMs
  )
}
