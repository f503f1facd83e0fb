/** Of the same requests: what the database works for them, and whether it reads a table as a whole. */
import { cases } from './cases.ts'
import type { Ground } from './ground.ts'
import type { Numbers } from './numbers.ts'
import { endOf, explainAll, explained, explainNothing, readWhole } from './plans.ts'
import { systemOf } from './requests.ts'
import { requests } from './settings.ts'
import type { World } from './world.ts'

const filled =
  /^(dialogs|messages|messages_\d{4}_\d\d|dialog_search|dialog_unread|identities|changes)$/

export const inDatabase = (name: string): string => `${name}, in the database`

/** Returns what was read as a whole, in words. */
export async function measureDatabaseTime(
  ground: Ground,
  world: World,
  numbers: Numbers
): Promise<readonly string[]> {
  const name = new URL(world.databaseUrl).pathname.slice(1)
  await explainAll(world.databaseUrl, name)
  await world.restart()
  const whole = new Set<string>()
  for (const each of cases) {
    const path = each.path(world.places)
    await world.asker.get(path)
    for (let n = 0; n < requests; n++) {
      const from = await endOf(ground.log)
      await world.asker.get(path)
      // The queue's own work goes on beside it.
      const statements = (await explained(ground.log, from)).filter(
        ({ text }) => !text.includes('svyaz.')
      )
      numbers.add(
        systemOf(world),
        inDatabase(each.name),
        statements.reduce((sum, { ms }) => sum + ms, 0)
      )
      for (const { plan } of statements)
        for (const table of readWhole(plan, filled)) whole.add(`${each.name}: ${table}`)
    }
  }
  await explainNothing(world.databaseUrl, name)
  await world.restart()
  return [...whole]
}
