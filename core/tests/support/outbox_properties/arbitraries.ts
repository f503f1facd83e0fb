import fc from 'fast-check'
import type { Bucket, Pacing, QuietHours } from '../../../src/pacing.ts'
import {
  batches,
  keys,
  lanes,
  type Act,
  type Happening,
  type OwnerSpec,
  type RowSpec,
  type Target,
  type ThenSpec,
  type World,
} from './world.ts'

const second = 1_000
const minute = 60 * second
/** Within it everything is enqueued and happens. */
const spanMs = 4 * minute

const lane = fc.constantFrom(...lanes)
const key = fc.constantFrom(...keys)
const priority = fc.constantFrom('operator', 'robot', 'marketing')
const time = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: spanMs }))
const often = <T>(weight: number, usual: T, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare })

const bucket: fc.Arbitrary<Bucket> = fc.record(
  {
    limit: fc.integer({ min: 1, max: 4 }),
    windowMs: fc.constantFrom(second, 5 * second, 30 * second, 2 * minute),
    per: fc.constantFrom('lane', 'owner', 'key'),
    only: fc.constant('groups'),
  },
  { requiredKeys: ['limit', 'windowMs'] }
)
/** Worlds begin at noon, UTC. */
const quietHours: fc.Arbitrary<QuietHours> = fc.record({
  from: fc.constantFrom('11:00', '12:01', '12:05'),
  to: fc.constantFrom('12:02', '12:10', '12:20', '10:00'),
  priorities: fc.uniqueArray(priority, { minLength: 1 }),
})
const firstContact = fc.record(
  {
    perDay: fc.integer({ min: 1, max: 4 }),
    gapMs: fc.constantFrom(5 * second, 3 * minute),
    by: fc.constant(['email'] as const),
  },
  { requiredKeys: [] }
)
export const pacing: fc.Arbitrary<Pacing> = fc.record(
  {
    intervalMs: fc.constantFrom(0, 0, 100, 500, 3 * second),
    marketingIntervalMs: fc.constantFrom(500, 15 * second),
    buckets: fc.array(bucket, { maxLength: 2 }),
    concurrency: fc.integer({ min: 1, max: 3 }),
    firstContact,
    quietHours: fc.array(quietHours, { minLength: 1, maxLength: 1 }),
  },
  { requiredKeys: ['intervalMs'] }
)

const failure: fc.Arbitrary<NonNullable<Act['failure']>> = fc.record(
  {
    kind: fc.constantFrom(
      'transient',
      'transient',
      'transient',
      'rate_limited',
      'rate_limited',
      'rejected',
      'unreachable',
      'disconnected'
    ),
    isLate: fc.boolean(),
    pause: fc.record({
      what: fc.constantFrom('lane', 'key', 'first_contact'),
      forMs: fc.constantFrom(second, 20 * second, minute),
    }),
  },
  { requiredKeys: ['kind', 'isLate'] }
)
const act: fc.Arbitrary<Act> = fc.record(
  {
    do: fc.constantFrom(
      'done',
      'done',
      'refused',
      'refused',
      'refused',
      'broken',
      'answer_lost',
      'hangs'
    ),
    beforeMs: often(3, 0, fc.constantFrom(200, 3 * second)),
    afterMs: often(2, 0, fc.constantFrom(200, 3 * second, 15 * second)),
    failure,
  },
  { requiredKeys: ['do', 'beforeMs', 'afterMs'] }
)
const acts = often<readonly Act[]>(2, [], fc.array(act, { minLength: 1, maxLength: 3 }))

const then: fc.Arbitrary<ThenSpec> = fc.record(
  { lane, key, delay: fc.constantFrom(second, minute), acts },
  { requiredKeys: ['lane', 'acts'] }
)
const row: fc.Arbitrary<RowSpec> = fc.record(
  {
    lane,
    key,
    priority,
    at: time,
    delay: fc.constantFrom(second, minute),
    firstContact: fc.constantFrom('chat', 'email'),
    toGroup: fc.constant(true),
    batch: fc.constantFrom(...batches),
    acts,
    begins: often(4, true, fc.constant(false)),
    idempotent: fc.constantFrom(false, false, true, 10 * second),
    ifUnknown: fc.constantFrom('ask', 'ask', 'repeat', 'drop'),
    looks: fc.array(fc.constantFrom('not_done', 'done', 'again', 'unknown', 'breaks'), {
      maxLength: 3,
    }),
    then: often<readonly ThenSpec[]>(3, [], fc.array(then, { minLength: 1, maxLength: 3 })),
  },
  {
    requiredKeys: [
      'lane',
      'key',
      'priority',
      'at',
      'acts',
      'begins',
      'idempotent',
      'ifUnknown',
      'then',
    ],
  }
)

const which = fc.nat(3)
const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ what: fc.constant('owner') }),
  fc.record({ what: fc.constant('lane'), lane }),
  fc.record({ what: fc.constant('batch'), batch: fc.constantFrom(...batches) })
)
const at = fc.integer({ min: 0, max: spanMs + minute })
const moves: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ at, do: fc.constant('join') }),
  fc.record({ at, do: fc.constant('join') }),
  fc.record({ at, do: fc.constant('die'), which }),
  fc.record({
    at,
    do: fc.constant('freeze'),
    which,
    forMs: fc.constantFrom(5 * second, 50 * second),
  }),
  fc.record({ at, do: fc.constant('stop'), which, graceMs: fc.constantFrom(0, 10 * second) })
)
const people: fc.Arbitrary<Happening> = fc.oneof(
  fc.record(
    {
      at,
      do: fc.constant('pause'),
      owner: which,
      target,
      forMs: fc.constantFrom(10 * second, 2 * minute),
    },
    { requiredKeys: ['at', 'do', 'owner', 'target'] }
  ),
  fc.record({ at, do: fc.constant('resume'), owner: which, target }),
  fc.record({
    at,
    do: fc.constant('cancel'),
    rows: fc.array(fc.nat(80), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ at, do: fc.constant('cancel_batch'), batch: fc.constantFrom(...batches) }),
  fc.record({ at, do: fc.constant('pace'), owner: which, lane, pacing }),
  fc.record({
    at,
    do: fc.constant('decide'),
    decision: fc.constantFrom('was_sent', 'send_again', 'give_up'),
  }),
  fc.record({ at, do: fc.constant('requeue') })
)
const happenings = fc
  .tuple(
    often<readonly Happening[]>(1, [], fc.array(moves, { minLength: 1, maxLength: 6 })),
    often<readonly Happening[]>(1, [], fc.array(people, { minLength: 1, maxLength: 8 }))
  )
  .map(([some, others]) => [...some, ...others])

const owner: fc.Arbitrary<OwnerSpec> = fc.record({
  pacing: fc.record({ send: pacing, media: pacing }),
  rows: fc.array(row, { minLength: 3, maxLength: 30, size: 'max' }),
})

/** Anything that may happen to an outbox. */
export const world: fc.Arbitrary<World> = fc.record({
  seed: fc.integer(),
  owners: fc.array(owner, { minLength: 1, maxLength: 3 }),
  happenings,
  page: fc.constantFrom(2, 5, 2_000),
  callsAtOnce: fc.constantFrom(4_000, 4_000, 2),
  storeMs: fc.constantFrom(0, 0, 0, 20),
  lookMs: fc.constantFrom(5 * second, 30 * second, 24 * 60 * minute),
})
