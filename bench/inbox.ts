/**
 * `npm run bench:inbox`: what a browser waits for in a company with 200,000 dialogs and 5,000,000 messages, against one with
 * 2,000 and 50,000; the whole product over HTTP, on its own PostgreSQL. Beside it another desk's way of listing, and what it
 * costs that fifty people watch. Takes half an hour and 10 GB of disk; `--small` takes some minutes, see
 * `inbox/settings.ts`.
 */
import { aimsOf } from './inbox/aims.ts'
import { measureDatabaseTime } from './inbox/database_time.ts'
import { measureFanOut } from './inbox/fan_out.ts'
import { Ground } from './inbox/ground.ts'
import { Numbers } from './inbox/numbers.ts'
import { measurePeer } from './inbox/peer.ts'
import { measureRequests, systemOf } from './inbox/requests.ts'
import { isSmall, large, little, only } from './inbox/settings.ts'
import { World } from './inbox/world.ts'
import { print, report } from './support/report.ts'

const numbers = new Numbers()
const opening = Ground.open()
const worlds: World[] = []
let closed: Promise<void> | undefined

async function close(): Promise<void> {
  closed ??= (async () => {
    await Promise.allSettled(worlds.map((world) => world[Symbol.asyncDispose]()))
    await (await opening).close()
  })()
  await closed
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    print(numbers.rows(), [])
    void close().finally(() => process.exit(130))
  })

const notes: string[] = []
const failures: string[] = []

async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await run()
  console.log(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  return result
}

try {
  const ground = await opening
  notes.push(await ground.versions())
  for (const size of [little, large]) {
    const name = `${size.dialogs.toLocaleString('en')} dialogs, ${size.messages.toLocaleString('en')} messages`
    worlds.push(await step(name, () => World.open(ground, size)))
  }
  const [small, full] = worlds
  if (!small || !full) throw new Error('Both companies are needed.')
  if (only.test('requests')) {
    await step('requests', () => measureRequests(worlds, numbers))
    for (const world of worlds) {
      const whole = await step(`plans, ${systemOf(world)}`, () =>
        measureDatabaseTime(ground, world, numbers)
      )
      // Of a small table that is the better way.
      if (world === full) failures.push(...whole.map((each) => `read as a whole: ${each}`))
    }
  }
  if (only.test('fan-out')) await step('fan-out', () => measureFanOut(full, numbers))
  const aims = [systemOf(small), systemOf(full)] as const
  if (only.test('peer')) {
    for (const world of worlds.splice(0)) await world[Symbol.asyncDispose]()
    await step('peer', async () => measurePeer(await ground.database('peer'), large, numbers))
  }
  await close()
  console.log()
  // What was tried in part is no result to keep.
  if (isSmall || process.env.ONLY) print(numbers.rows(), aimsOf(numbers, ...aims))
  else report('inbox', numbers.rows(), aimsOf(numbers, ...aims), notes)
} finally {
  await close()
}
for (const line of failures) console.error(`FAILED ${line}`)
process.exit(failures.length > 0 ? 1 : 0)
