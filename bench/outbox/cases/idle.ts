/**
 * 10,000 owners leased and nothing to do. Transactions are counted by `pg_stat_database` of the worker's database, asked
 * from another database, so that asking isn't counted; what the server does there by itself (autovacuum) is measured the
 * same way after the worker has gone, and taken off. Statements are counted where they are sent, in the worker.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { alternate, nameOf, type Bench, type Case } from '../bench.ts'
import { Child } from '../children.ts'
import type { Place } from '../contender.ts'
import { loadContender } from '../contenders/index.ts'

const minute = 60_000
const owners = 10_000

export const idleTransactionsName = 'idle with 10,000 lanes leased: transactions'
export const idleStatementsName = 'idle with 10,000 lanes leased: statements sent'

async function transactions({ ground }: Bench, { name }: Place): Promise<number> {
  const { rows } = await ground.admin.query<{ count: number }>(
    'select (xact_commit + xact_rollback)::float8 as count from pg_stat_database where datname = $1',
    [name]
  )
  return rows[0]?.count ?? 0
}

async function perSecond(count: () => Promise<number>, spanMs: number): Promise<number> {
  const before = await count()
  await sleep(spanMs)
  return ((await count()) - before) / (spanMs / 1000)
}

type Idled = { readonly transactions: number; readonly statements: number; readonly rss: number }

async function idled(bench: Bench): Promise<Idled> {
  const spanMs = bench.isQuick ? 10_000 : 40_000
  const [filler, worker] = [new Child('ours'), new Child('ours')]
  const place = await bench.ground.place('ours')
  try {
    const load = { messages: owners, owners, keys: 1 }
    await filler.call('prepare', minute, place)
    await filler.call('fill', 10 * minute, place, load)
    await filler.end()
    await bench.ground.settle(place)
    await worker.call('work', minute, place, { ...load, waitMs: 0, isMeasured: true })
    const emptiness = await (await loadContender('ours')).emptiness(place)
    const endsAt = performance.now() + minute
    while (!(await emptiness.isEmpty())) {
      if (performance.now() > endsAt) throw new Error('10,000 messages took longer than a minute')
      await sleep(100)
    }
    await emptiness.close()
    // So that autovacuum, whose transactions count as well, has as little to do as afterwards.
    await bench.ground.settle(place)
    // Backends hand in what they counted once a second, and what follows a drain is over.
    await sleep(bench.isQuick ? 3_000 : 12_000)
    const sentBefore = (await worker.call('ran', minute)).statements
    const withWorker = await perSecond(() => transactions(bench, place), spanMs)
    const ran = await worker.call('ran', minute)
    await worker.call('stop', minute)
    await worker.end()
    await sleep(2_000)
    const without = await perSecond(() => transactions(bench, place), spanMs)
    return {
      transactions: Math.max(withWorker - without, 0),
      statements: (ran.statements - sentBefore) / (spanMs / 1000),
      rss: ran.peakRss,
    }
  } finally {
    await Promise.all([filler.end(), worker.end()])
    await bench.ground.drop(place)
  }
}

export const idle: Case = {
  name: 'idle',
  run: (bench) =>
    alternate(bench, Math.min(bench.rounds, 3), [
      {
        system: 'ours',
        run: async () => {
          const { transactions: counted, statements, rss } = await idled(bench)
          const who = nameOf('ours')
          bench.results.add(who, idleTransactionsName, 'per second', counted)
          bench.results.add(who, idleStatementsName, 'per second', statements)
          bench.results.add(who, 'idle with 10,000 lanes leased: peak RSS', 'MB', rss / 2 ** 20)
          bench.say(
            `idle · ${who}: ${counted.toFixed(2)} transactions/s, ${statements.toFixed(2)} statements/s, ${(rss / 2 ** 20).toFixed(0)} MB`
          )
        },
      },
    ]),
}
