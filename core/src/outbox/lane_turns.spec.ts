import { test } from '@japa/runner'
import { createLane, hasRoom, nextRow, setPacing, type Lane } from './lane_turns.ts'
import { createOrder, type Entry, type Order } from './order.ts'
import { createOwnerPacer } from './pace/owner_pacer.ts'
import type { Pacing } from '../pacing.ts'
import type { OutboxRow } from './store.ts'

const start = Date.UTC(2030, 0, 1, 12)

/** One lane with its rows; time is what is asked for. */
class Turns {
  readonly order: Order = createOrder()
  readonly lane: Lane
  waits: number[] = []
  #made = 0

  constructor(pacing: Pacing) {
    const pacer = createOwnerPacer(undefined, { since: start, timeZone: 'UTC' })
    const paced = pacer.lane('send', pacing)
    this.lane = createLane('send', this.order.ready('send'), pacing, paced)
  }

  add(name: string, more: Partial<OutboxRow> = {}): void {
    const id = String(++this.#made)
    const row: OutboxRow = {
      id,
      owner: 1,
      callId: name,
      lane: 'send',
      key: name,
      step: 'send',
      priority: 'operator',
      input: '{}',
      place: [this.#made],
      attempt: 0,
      createdAt: 0,
      ...more,
    }
    this.order.add(row, 0)
  }

  /** Starts whoever's turn it is, and ends it at once. */
  take(ms: number): string | undefined {
    const now = start + ms
    this.waits = []
    this.order.wake(now)
    const found: Entry | undefined = nextRow(this.lane, this.order, now, (until) =>
      this.waits.push(until - start)
    )
    if (found === undefined) return undefined
    this.lane.pacer.started(found.row, now)
    this.order.start(found)
    this.order.remove(found)
    return found.row.callId
  }
}

test.group('whose turn it is in a lane', () => {
  test('an operator goes before robots, and they before broadcasts', ({ assert }) => {
    const turns = new Turns({ intervalMs: 0 })
    turns.add('broadcast', { priority: 'marketing' })
    turns.add('robot', { priority: 'robot' })
    turns.add('operator')
    assert.deepEqual(
      [turns.take(0), turns.take(0), turns.take(0)],
      ['operator', 'robot', 'broadcast']
    )
  })

  test('a lane that waits as a whole lets nobody go and says until when', ({ assert }) => {
    const turns = new Turns({ intervalMs: 500 })
    turns.add('one')
    turns.add('two')
    assert.equal(turns.take(0), 'one')
    assert.isUndefined(turns.take(499))
    assert.deepEqual(turns.waits, [500])
    assert.equal(turns.take(500), 'two')
  })

  test('broadcasts that wait for their own interval hold nobody else', ({ assert }) => {
    const turns = new Turns({ intervalMs: 0, marketingIntervalMs: 1_000 })
    turns.add('first', { priority: 'marketing' })
    turns.add('second', { priority: 'marketing' })
    assert.equal(turns.take(0), 'first')
    assert.isUndefined(turns.take(1))
    turns.add('robot', { priority: 'robot' })
    assert.equal(turns.take(2), 'robot')
    assert.equal(turns.take(1_000), 'second')
  })

  test('first contacts that wait hold no other row of their priority', ({ assert }) => {
    const turns = new Turns({ intervalMs: 0, firstContact: { gapMs: 1_000 } })
    turns.add('new', { firstContact: 'chat' })
    turns.add('newer', { firstContact: 'chat' })
    turns.add('known')
    assert.deepEqual([turns.take(0), turns.take(0), turns.take(0)], ['new', 'known', undefined])
    assert.equal(turns.take(1_000), 'newer')
  })

  test('a gap for some addresses sets aside only those', ({ assert }) => {
    const turns = new Turns({ intervalMs: 0, firstContact: { gapMs: 1_000, by: ['email'] } })
    turns.add('letter', { firstContact: 'email' })
    turns.add('next letter', { firstContact: 'email' })
    turns.add('chat', { firstContact: 'chat' })
    assert.deepEqual([turns.take(0), turns.take(0)], ['letter', 'chat'])
    assert.equal(turns.take(1_000), 'next letter')
  })

  test('a dialog that is full is set aside, and its neighbours go', ({ assert }) => {
    const buckets = [{ limit: 1, windowMs: 1_000, per: 'key' as const }]
    const turns = new Turns({ intervalMs: 0, buckets })
    turns.add('one', { key: 'a' })
    turns.add('two', { key: 'a' })
    turns.add('other', { key: 'b' })
    assert.deepEqual([turns.take(0), turns.take(0), turns.take(0)], ['one', 'other', undefined])
    assert.equal(turns.take(1_000), 'two')
  })

  test('a changed setting holds at once, also for who was told to wait', ({ assert }) => {
    const turns = new Turns({ intervalMs: 0, marketingIntervalMs: 60_000 })
    turns.add('first', { priority: 'marketing' })
    turns.add('second', { priority: 'marketing' })
    assert.equal(turns.take(0), 'first')
    assert.isUndefined(turns.take(1))
    setPacing(turns.lane, { intervalMs: 0 })
    assert.equal(turns.take(2), 'second')
  })
})

/** A broadcast behind operators who never leave the lane alone. */
function underSiege(stepMs: number, turnsLong: number): readonly number[] {
  const turns = new Turns({ intervalMs: 0 })
  for (let no = 0; no < turnsLong; no++)
    turns.add('broadcast', { priority: 'marketing', key: `m${no}` })
  const spared: number[] = []
  for (let no = 0; no < turnsLong; no++) {
    turns.add('operator', { key: `o${no}` })
    turns.add('operator', { key: `p${no}` })
    if (turns.take(no * stepMs) === 'broadcast') spared.push(no)
  }
  return spared
}

test.group('fairness in a lane', () => {
  test('after a minute and sixteen turns a broadcast gets one', ({ assert }) => {
    assert.deepEqual(underSiege(5_000, 60), [16, 33, 50])
  })

  test('a minute alone is not enough, nor are sixteen turns', ({ assert }) => {
    assert.deepEqual(underSiege(30_000, 16), [])
    assert.deepEqual(underSiege(1_000, 59), [])
    assert.deepEqual(underSiege(1_000, 62), [60])
  })

  test('who could not have gone anyway was not passed over', ({ assert }) => {
    const turns = new Turns({ intervalMs: 0, marketingIntervalMs: 10 * 60_000 })
    turns.add('broadcast', { priority: 'marketing', key: 'm0' })
    turns.add('broadcast', { priority: 'marketing', key: 'm1' })
    assert.equal(turns.take(0), 'broadcast')
    for (let no = 0; no < 40; no++) {
      turns.add('operator', { key: `o${no}` })
      turns.add('operator', { key: `p${no}` })
      assert.equal(turns.take(1 + no * 5_000), 'operator')
    }
  })
})

test.group('room in a lane', () => {
  test('a paced lane counts what is not written, another one only what runs', ({ assert }) => {
    const paced = new Turns({ intervalMs: 100, concurrency: 2 }).lane
    const free = new Turns({ intervalMs: 0, concurrency: 2 }).lane
    for (const lane of [paced, free]) lane.unwritten = 2
    assert.isFalse(hasRoom(paced))
    assert.isTrue(hasRoom(free))
    free.running = 2
    assert.isFalse(hasRoom(free))
  })
})
