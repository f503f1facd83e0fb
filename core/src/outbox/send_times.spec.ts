import { test } from '@japa/runner'
import fc from 'fast-check'
import { pacing as anyPacing } from '../../tests/support/outbox_properties/arbitraries.ts'
import { company, outboxWorld, sentOf, type ValueRow } from '../../tests/support/outbox_world.ts'
import type { Pacing } from '../pacing.ts'
import { virtualClock } from '../testing/virtual_clock.ts'
import { memoryStore } from './memory/store.ts'

const noon = Date.UTC(2030, 0, 1, 12)
const row = fc.record(
  {
    priority: fc.constantFrom('operator', 'robot', 'marketing'),
    firstContact: fc.constantFrom('chat', 'email'),
    toGroup: fc.constant(true as const),
    delay: fc.constantFrom(1_000, 60_000),
  },
  { requiredKeys: ['priority'] }
)
type Row = typeof row extends fc.Arbitrary<infer Made> ? Made : never

/** Some are sent, the worker stops; what the others were told, and when each then started. */
async function askAndGo(pacing: Pacing, before: readonly Row[], after: readonly Row[], ms: number) {
  const clock = virtualClock(noon)
  const memory = memoryStore({ clock })
  // Nothing but what is due moves the clock, so days cost little.
  const store = { ...memory, words: { ...memory.words, lookMs: 60 * 60_000 } }
  const steps = {
    send: {
      idempotent: true,
      run: async (call, own) => {
        world.sent.push(sentOf(own, call.attempt, clock))
      },
    },
  } satisfies Parameters<typeof outboxWorld>[0]['steps']
  const world = outboxWorld({ clock, store, steps, leaseMs: 60 * 60_000, pacing: { send: pacing } })
  const owner = await world.account()
  const rowsOf = (rows: readonly Row[], name: string): ValueRow[] =>
    rows.map(({ delay, ...own }, no) => ({
      ...own,
      key: `${name}${no}`,
      value: `${name}${no}`,
      ...(delay !== undefined && { notBefore: clock.now() + delay }),
    }))
  await world.enqueue(owner, rowsOf(before, 'before'))
  await world.worker.start()
  await clock.advance(ms)
  await Promise.all([world.worker.stop(0), clock.advance(1)])
  const ids = await world.enqueue(owner, rowsOf(after, 'after'))
  const left = await world.outbox.waiting(company, owner.ref, { limit: 500 })
  const told = await world.outbox.nextSendAt(
    company,
    left.map(({ id }) => id)
  )
  const sentBefore = world.sent.length
  await world.newWorker().start()
  await clock.until(() => world.sent.length > sentBefore, 3 * 24 * 60 * 60_000).catch(() => {})
  const first = world.sent[sentBefore]
  const firstId = left.find(({ input }) => input === first?.input)?.id
  return { told, ids, first, firstId, now: clock.now() }
}

/** Where rows that wait for a day or an hour of their own aren't counted as if they went before. */
function isPlain({ quietHours }: Pacing, rows: readonly Row[]): boolean {
  return quietHours === undefined && rows.every(({ firstContact }) => firstContact === undefined)
}

test.group('the time that is shown', () => {
  test('the next row starts exactly when it was said, and nobody was told an earlier time', async () => {
    const several = fc.array(row, { minLength: 1, maxLength: 8 })
    const property = fc.asyncProperty(
      anyPacing,
      several,
      several,
      fc.integer({ min: 1, max: 90_000 }),
      async (pacing, before, after, ms) => {
        const { told, first, firstId } = await askAndGo(pacing, before, after, ms)
        if (first === undefined || firstId === undefined) return
        const said = told.get(firstId)
        if (isPlain(pacing, [...before, ...after]) && said !== first.at)
          throw new Error(`told ${said}, started ${first.at}`)
        const early = [...told.values()].filter((at) => at < first.at)
        if (early.length > 0) throw new Error(`told ${early.join()}, first start ${first.at}`)
      }
    )
    await fc.assert(property, { numRuns: Number(process.env['SVYAZ_PROPERTY_RUNS'] ?? 100) })
  }).timeout(5 * 60_000)
})
