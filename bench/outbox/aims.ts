/** What we want to reach, with per-dialog order, pacing state and fences on. Only what was measured is judged. */
import type { Aim } from '../support/report.ts'
import { titles, type ContenderName } from './contenders/index.ts'
import type { Results } from './results.ts'
import { batchClients, batchName, singleClients, singleName } from './cases/enqueues.ts'
import { drain1m, drain20k } from './cases/drains.ts'
import { hotLaneHeldName, hotLaneName } from './cases/hot_lane.ts'
import { idleStatementsName, idleTransactionsName } from './cases/idle.ts'
import { atOnce, waiting20ms, waitMs } from './cases/waiting_handlers.ts'
import { wakeUpName } from './cases/wake_up.ts'

type Judged = {
  readonly name: string
  readonly measured: number | undefined
  readonly least?: number
  readonly most?: number
}

export function aimsOf(results: Results): readonly Aim[] {
  const rate = (system: ContenderName, what: string) => results.of(titles[system], what)
  const judged = [
    ...drains(rate),
    ...enqueues(rate),
    ...waiting(rate),
    {
      name: 'rate at 1,000,000 against 20,000',
      measured: ratio(rate('ours', drain1m.name), rate('ours', drain20k.name)),
      least: 0.9,
    },
    {
      name: 'ran twice, of 1,000,000',
      measured: rate('ours', `${drain1m.name}: ran twice`),
      most: 0,
    },
    {
      name: 'one lane, with a foreign snapshot held against without',
      measured: ratio(rate('ours', hotLaneHeldName), rate('ours', hotLaneName)),
      least: 0.8,
    },
    { name: 'wake-up p99, ms', measured: rate('ours', `${wakeUpName}: p99`), most: 10 },
    {
      name: 'idle transactions a second with 10,000 lanes',
      measured: rate('ours', idleTransactionsName),
      most: 1,
    },
    {
      name: 'idle statements a second with 10,000 lanes',
      measured: rate('ours', idleStatementsName),
      most: 1,
    },
  ]
  return judged.flatMap(toAim)
}

type Rate = (system: ContenderName, what: string) => number | undefined

function drains(rate: Rate): readonly Judged[] {
  const all = (system: ContenderName) => rate(system, drain20k.name)
  const bullmq = best(all('bullmq100'), all('bullmq500'))
  const against = (name: string, peer: number | undefined, least: number, marked?: number) => [
    { name: `drain against ${name}`, measured: ratio(all('ours'), peer), least },
    ...(marked === undefined
      ? []
      : [
          {
            name: `drain, marked, against ${name}`,
            measured: ratio(all('oursMarked'), peer),
            least: marked,
          },
        ]),
  ]
  return [
    ...against('graphile-worker at its best, unordered', all('graphile'), 3, 2),
    ...against('graphile-worker, queue per dialog', all('graphileOrdered'), 100),
    ...against('… with its local queue', all('graphileOrderedLocal'), 4),
    ...against('the DELETE … RETURNING loop', all('bare'), 0.6),
    ...against('BullMQ, durable', bullmq, 6, 4),
  ]
}

function enqueues(rate: Rate): readonly Judged[] {
  const names = [...batchClients.map(batchName), ...singleClients.map(singleName)]
  return names.map((name) => ({
    name: `${name}, against the bare INSERT`,
    measured: ratio(rate('ours', name), rate('bare', name)),
    least: 0.8,
  }))
}

function waiting(rate: Rate): readonly Judged[] {
  const limit = (atOnce * 1000) / waitMs
  const share = (system: ContenderName) => ratio(rate(system, waiting20ms.name), limit)
  return [
    { name: `20 ms handler, share of ${String(limit)}/s`, measured: share('ours'), least: 0.9 },
    {
      name: `20 ms handler, marked, share of ${String(limit)}/s`,
      measured: share('oursMarked'),
      least: 0.8,
    },
  ]
}

function toAim({ name, measured, least, most }: Judged): readonly Aim[] {
  if (measured === undefined) return []
  if (least !== undefined)
    return [{ name, aim: `>= ${String(least)}`, measured, met: measured >= least }]
  const limit = most ?? 0
  return [{ name, aim: `<= ${String(limit)}`, measured, met: measured <= limit }]
}

function ratio(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one / other
}

function best(...rates: readonly (number | undefined)[]): number | undefined {
  const measured = rates.filter((one) => one !== undefined)
  return measured.length === 0 ? undefined : Math.max(...measured)
}
