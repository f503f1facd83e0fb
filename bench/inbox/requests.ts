/** How long a browser waits, over HTTP; small and large company in turn. */
import { cases } from './cases.ts'
import type { Numbers } from './numbers.ts'
import { requests, rounds } from './settings.ts'
import type { World } from './world.ts'

const warmUps = 5

export const systemOf = ({ size }: Pick<World, 'size'>): string =>
  `svyaz, ${size.dialogs.toLocaleString('en')} dialogs`

/** Under this name in the numbers. */
export const overHttp = (name: string): string => `${name}, over HTTP`

export async function measureRequests(worlds: readonly World[], numbers: Numbers): Promise<void> {
  for (const each of cases)
    for (const { asker, places } of worlds)
      for (let n = 0; n < warmUps; n++) await asker.get(each.path(places))
  for (let round = 0; round < rounds; round++)
    for (const each of cases)
      for (const world of worlds) {
        const path = each.path(world.places)
        for (let n = 0; n < requests; n++) {
          const { ms, status } = await world.asker.ask(path)
          if (status !== 200) throw new Error(`${path}: ${String(status)}`)
          numbers.add(systemOf(world), overHttp(each.name), ms)
        }
      }
}
