/** The outbox under everything that can happen to it. `npm run chaos`: the full form; SEED=… repeats a run's choices. */
import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'
import { testDatabase } from '../../core/tests/support/database.ts'
import { chaos } from './outbox/chaos.ts'
import { storyOf, verdictOf } from './outbox/checker.ts'
import { fencesOf, type Fenced } from './outbox/fences.ts'
import { pacesOf } from './outbox/pace.ts'
import { expectedOf, planOf } from './outbox/plan.ts'
import { print, printChaos } from './outbox/report.ts'
import { scale } from './outbox/scale.ts'
import { planOptions } from './outbox/settings.ts'
import { leaseMs, takeOver } from './outbox/takeover.ts'

const size = process.argv.includes('--full') ? 'full' : 'short'
const seed = Number(process.env.SEED ?? randomInt(2 ** 31))
const million = 1_000_000
/**
 * What lies between the outbox' clock and the step's: a turn of the event loop, a look at the row, what the database's
 * clock seemed to be; on two busy cores. Without any pace a lane is ahead by seconds.
 */
const paceSlackMs = 100
/** A queue in memory would be some gigabytes. */
const boundedMb = 700

const nothingWrong = {
  lost: [],
  strange: [],
  doubled: [],
  disordered: [],
  early: [],
}

/** By `begin()`, which looks at the lease; a step without it is repeatable, and only counted. */
function begunOf({ unfenced }: Fenced): Fenced['unfenced'] {
  return unfenced.filter(({ mode }) => mode !== 'free')
}

test.group('The outbox falls over, and so does its database', () => {
  test('none lost, none doubled, order kept, pace kept', async ({ assert }) => {
    const expected = expectedOf(planOf(planOptions(size, seed)))
    const observed = await chaos({ size, seed, expected: expected.size })
    const { records, outages, losses, decided, ends, deaths } = observed
    const fenced = fencesOf(records, outages, losses)
    const { sentAgain } = decided
    const verdict = verdictOf({ expected, records, late: fenced.late, sentAgain })
    const paces = pacesOf(records)
    printChaos(`chaos, ${size}, SEED=${String(seed)}`, { observed, fenced, verdict, paces })
    const { shown, doubledLate, ...wrong } = verdict
    for (const name of [...wrong.doubled, ...wrong.disordered].slice(0, 10))
      console.log(`    ${storyOf(records, name)}`)
    assert.deepEqual(wrong, nothingWrong)
    assert.deepEqual(deaths, [])
    assert.deepEqual(
      paces.filter(({ aheadMs }) => aheadMs > paceSlackMs),
      []
    )
    assert.deepEqual(begunOf(fenced), [], 'nothing begins after the lease is over')
    assert.deepEqual(
      { shown, done: ends.done, doneTwice: ends.doneTwice, failed: ends.failed },
      { shown: expected.size, done: expected.size, doneTwice: [], failed: 0 }
    )
    assert.isAtMost(doubledLate.length, fenced.late.size)
    assert.isAbove(decided.wasSent, 0, 'nothing was left to a person')
    assert.isAbove(observed.lookups.found, 0, 'nothing had to be looked for')
  }).timeout(size === 'full' ? 1_200_000 : 300_000)

  test('what a dead or sleeping process held goes on elsewhere', async ({ assert }) => {
    await using database = await testDatabase()
    const seen = await takeOver(database.url, seed)
    print(`takeover of all owners, lease ${String(leaseMs)} ms`, {
      'after SIGKILL, ms': `${String(seen.afterKillMs)} (1.4 leases are ${String(1.4 * leaseMs)})`,
      'after SIGSTOP, ms': seen.afterStopMs,
      'back again, ms': seen.backAgainMs,
      'on the wire only after waking': seen.fenced.late.size,
      'begun after waking, of steps without begin()': seen.fenced.unfenced.length,
    })
    const { shown, doubledLate, ...wrong } = seen.verdict
    assert.deepEqual(wrong, nothingWrong)
    assert.isAtMost(doubledLate.length, seen.fenced.late.size)
    assert.deepEqual(begunOf(seen.fenced), [], 'the woken process begins nothing')
    assert.equal(seen.written, 0, 'the woken process writes nothing')
    assert.deepEqual(seen.doneTwice, [])
    assert.isAbove(shown, 0)
  }).timeout(120_000)

  if (size === 'full')
    test('a million rows without a crash: none runs twice', async ({ assert }) => {
      await using database = await testDatabase()
      const seen = await scale(database.url, million)
      print(`${String(million)} rows, two processes`, {
        'rows a second, enqueued': Math.round(million / seen.enqueueSeconds),
        'rows a second, run': Math.round(million / seen.drainSeconds),
        'never run': seen.never,
        'run twice': seen.twice,
        'leases lost': seen.leasesLost,
        'most memory of each, MB': seen.mostMb.join(', '),
      })
      assert.deepEqual({ never: seen.never, twice: seen.twice }, { never: 0, twice: 0 })
      assert.isBelow(Math.max(...seen.mostMb), boundedMb)
    }).timeout(1_800_000)
})
