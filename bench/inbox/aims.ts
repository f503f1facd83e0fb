/** What we want to reach. Only what was measured is judged. */
import type { Aim } from '../support/report.ts'
import { cases, type Kind } from './cases.ts'
import { inDatabase } from './database_time.ts'
import { cpuWith, seenBy } from './fan_out.ts'
import type { Numbers } from './numbers.ts'
import { peer, peerList } from './peer.ts'
import { overHttp } from './requests.ts'
import { fanOut } from './settings.ts'

const titles: Readonly<Record<Kind, string>> = {
  list: 'lists',
  messages: 'dialogs and messages',
  names: 'search of people',
  texts: 'search of texts',
  live: 'changes and counters',
}
const mostMs: Readonly<Record<Kind, number>> = {
  list: 30,
  messages: 30,
  names: 30,
  texts: 150,
  live: 30,
}
const mostInDatabaseMs: Partial<Record<Kind, number>> = { list: 5, messages: 5, live: 5 }
const mostGrowth = 1.5

type Judged = {
  readonly name: string
  readonly measured: number | undefined
  readonly least?: number
  readonly most?: number
}

export function aimsOf(numbers: Numbers, small: string, large: string): readonly Aim[] {
  const kinds = Object.keys(titles) as Kind[]
  const judged = [
    ...kinds.flatMap((kind) => ofKind(numbers, kind, small, large)),
    {
      name: `the peer's list against ours, in the database`,
      measured: ratio(numbers.of(peer, peerList, 0.5), numbers.of(large, inDatabase('list'), 0.5)),
      least: 50,
    },
    ...watching(numbers, large),
  ]
  return judged.flatMap(judge)
}

/** The worst of its cases. */
function ofKind(numbers: Numbers, kind: Kind, small: string, large: string): readonly Judged[] {
  const names = cases.filter((each) => each.kind === kind).map(({ name }) => name)
  const worst = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined)
    return known.length === 0 ? undefined : Math.max(...known)
  }
  const inside = mostInDatabaseMs[kind]
  return [
    {
      name: `${titles[kind]}: p95 over HTTP, ms`,
      measured: worst(names.map((name) => numbers.of(large, overHttp(name), 0.95))),
      most: mostMs[kind],
    },
    ...(inside === undefined
      ? []
      : [
          {
            name: `${titles[kind]}: p95 in the database, ms`,
            measured: worst(names.map((name) => numbers.of(large, inDatabase(name), 0.95))),
            most: inside,
          },
          {
            name: `${titles[kind]}: growth from small to large, p50 over HTTP`,
            measured: worst(
              names.map((name) =>
                ratio(
                  numbers.of(large, overHttp(name), 0.5),
                  numbers.of(small, overHttp(name), 0.5)
                )
              )
            ),
            most: mostGrowth,
          },
        ]),
  ]
}

function watching(numbers: Numbers, system: string): readonly Judged[] {
  const few = Math.min(...fanOut.watchers)
  const many = Math.max(...fanOut.watchers)
  return [
    {
      name: `from a commit to ${String(many)} screens: p95, ms`,
      measured: numbers.of(system, seenBy(many), 0.95),
      most: 200,
    },
    {
      name: `CPU of the server per message: ${String(many)} watchers against ${String(few)}`,
      measured: ratio(numbers.noted(system, cpuWith(many)), numbers.noted(system, cpuWith(few))),
      most: 5,
    },
  ]
}

function ratio(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one / other
}

function judge({ name, measured, least, most }: Judged): readonly Aim[] {
  if (measured === undefined) return []
  const aim = least === undefined ? `<= ${String(most)}` : `>= ${String(least)}`
  const met = measured >= (least ?? -Infinity) && measured <= (most ?? Infinity)
  return [{ name, aim, measured, met }]
}
