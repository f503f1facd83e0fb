import { test } from '@japa/runner'
import fc from 'fast-check'
import { world as anyWorld } from '../../tests/support/outbox_properties/arbitraries.ts'
import type { History } from '../../tests/support/outbox_properties/history.ts'
import * as loss from '../../tests/support/outbox_properties/loss_rules.ts'
import * as order from '../../tests/support/outbox_properties/order_rules.ts'
import * as others from '../../tests/support/outbox_properties/other_rules.ts'
import { play } from '../../tests/support/outbox_properties/play.ts'
import type { World } from '../../tests/support/outbox_properties/world.ts'

/** All rules look at the same worlds: `SVYAZ_PROPERTY_RUNS` for more of them, `SVYAZ_PROPERTY_SEED` for the same again. */
const numRuns = Number(process.env['SVYAZ_PROPERTY_RUNS'] ?? 100)
const seed = Number(process.env['SVYAZ_PROPERTY_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

const played = new Map<string, Promise<History>>()

function historyOf(world: World): Promise<History> {
  const text = JSON.stringify(world)
  const known = played.get(text)
  if (known !== undefined) return known
  const history = play(world)
  played.set(text, history)
  return history
}

const rules: Readonly<Record<string, order.Rule>> = {
  'a dialog keeps its order within a priority: over lanes, retries and moves, and what follows stands in its place':
    order.fifo,
  'whoever has a higher priority overtakes what waits in its dialog': order.priorityInKey,
  'whoever has a higher priority overtakes what waits in its lane, but for one turn of sixteen':
    order.priorityInLane,
  'a dialog never has two calls at once': order.oneCallPerKey,
  'what may have been done is settled before anything else of its dialog': order.pinnedFirst,
  'no pace is ever exceeded, over moves, crashes and changed settings': others.paced,
  'a lane never has more calls under way than it may': others.concurrent,
  'what the platform asks to rest rests': others.rested,
  'a retry waits as long as was said': others.retriesWait,
  'nothing is lost': loss.nothingLost,
  'nothing ends twice': loss.oneEnd,
  'what is left waits for a reason': loss.leftForAReason,
  'whatever may start starts at once': loss.startsAtOnce,
  'a failing dialog holds no neighbour, and one in doubt not even itself': loss.neighboursGoOn,
  "a dead process' owners run elsewhere within 1.4 leases": loss.takenOver,
  'a call that is not idempotent reaches the platform twice only when it certainly was not done':
    others.notTwice,
  'nothing begins without the lease': others.fenced,
  'what a person paused does not start': others.pausesHold,
  'what has ended does not start again': others.endsHold,
  'what was cancelled never starts': others.cancelsHold,
}

test.group('the whole worker, in random worlds', () => {
  for (const [name, rule] of Object.entries(rules))
    test(name, async () => {
      const property = fc.asyncProperty(anyWorld, async (world) => {
        const wrong = rule(await historyOf(world))
        if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
      })
      await fc.assert(property, { numRuns, seed })
    }).timeout(10 * 60_000)
})
