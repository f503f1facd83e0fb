import { step } from '@svyaz/core'
import { z } from 'zod'
import { until } from '../../support/until.ts'
import { Child } from './child.ts'
import { prepare } from './database.ts'
import { company, openHub, type ChaosHub } from './hub.ts'

const owners = 100
const keysOfOwner = 50
const batch = 1_000

export type Scale = {
  readonly never: number
  readonly twice: number
  readonly enqueueSeconds: number
  readonly drainSeconds: number
  /** A machine too busy to renew one makes its rows run again elsewhere. */
  readonly leasesLost: number
  /** Of each worker, at most. */
  readonly mostMb: readonly number[]
}

type Progress = { readonly ran: number; readonly mostMb: number }

/** So many rows, two processes, no crash: every row runs once, and memory doesn't grow with the queue. */
export async function scale(databaseUrl: string, rows: number): Promise<Scale> {
  await prepare(databaseUrl)
  const steps = { count: step({ lane: 'send', input: z.number(), run: async () => ({}) }) }
  const work = { count: { lanes: { send: { intervalMs: 0 } }, steps } }
  await using desk = openHub(databaseUrl, { work, keepsEnds: false })
  const beganAt = Date.now()
  for (let from = 0; from < rows; from += batch)
    await enqueue(desk, from, Math.min(rows, from + batch))
  const enqueuedAt = Date.now()

  await using first = new Child('counter.ts', { databaseUrl, rows })
  await using second = new Child('counter.ts', { databaseUrl, rows })
  const children = [first, second]
  const progress = () => children.map((child) => child.last<Progress>('progress'))
  const hasRun = () => progress().reduce((sum, one) => sum + (one?.ran ?? 0), 0)
  // When all have run, what would run twice may still be there.
  const isThrough = async () => hasRun() >= rows && (await isEmpty(desk))
  await until(isThrough, 'the queue to be empty', 1_500_000)
  const drainedAt = Date.now()
  const times = await Promise.all(children.map((child) => timesOf(child)))
  const sums = Array.from({ length: rows }, (_, row) =>
    times.reduce((sum, each) => sum + (each[row] ?? 0), 0)
  )
  return {
    never: sums.filter((sum) => sum === 0).length,
    twice: sums.filter((sum) => sum > 1).length,
    enqueueSeconds: (enqueuedAt - beganAt) / 1000,
    drainSeconds: (drainedAt - enqueuedAt) / 1000,
    leasesLost: children.flatMap((child) => child.said('lost')).length,
    mostMb: progress().map((one) => one?.mostMb ?? 0),
  }
}

async function enqueue(desk: ChaosHub, from: number, to: number): Promise<void> {
  const owner = { work: 'count', id: String((from / batch) % owners) }
  const planned = Array.from({ length: to - from }, (_, n) => ({
    step: 'count',
    key: String(n % keysOfOwner),
    input: from + n,
  }))
  await desk.store.transaction((tx) => desk.hub.outbox.enqueue(tx, company, owner, planned))
}

async function isEmpty({ pool }: ChaosHub): Promise<boolean> {
  const { rows } = await pool.query('select 1 from svyaz.outbox_row limit 1')
  return rows.length === 0
}

async function timesOf(child: Child): Promise<Uint8Array> {
  child.ask()
  return Buffer.from(await until(() => child.first<string>('times'), 'its counts'), 'base64')
}
