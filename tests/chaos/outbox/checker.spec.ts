import { test } from '@japa/runner'
import { verdictOf, type Evidence } from './checker.ts'
import { fencesOf } from './fences.ts'
import { nameOf, type Recorded } from './message.ts'
import { aheadOf } from './pace.ts'

let calls = 0

function shown(number: number, more: Partial<Recorded> = {}): Recorded {
  return {
    owner: 'open/owner-1',
    dialog: 'dialog-1',
    priority: 'robot',
    number,
    part: 0,
    follows: false,
    due: null,
    callId: `call-${String(calls++)}`,
    lane: 'send',
    mode: 'look',
    attempt: 1,
    pid: 1,
    at: 1000,
    checkedAt: 1001,
    arrivedAt: 1002,
    answer: 'taken',
    ...more,
  }
}

function verdict(records: readonly Recorded[], more: Partial<Evidence> = {}) {
  const expected = new Set([0, 1, 2].map((number) => nameOf(shown(number))))
  return verdictOf({ expected, records, late: new Set(), sentAgain: new Set(), ...more })
}

/** A test that can't fail proves nothing: each of its findings is made once by hand. */
test.group('The checker of the chaos test', () => {
  test('finds nothing in a run without fault', ({ assert }) => {
    const found = verdict([0, 1, 2].map((number) => shown(number)))
    const nothing = {
      lost: [],
      strange: [],
      doubled: [],
      doubledLate: [],
      disordered: [],
      early: [],
    }
    assert.deepEqual(found, { shown: 3, ...nothing })
  })

  test('sees what is lost, and what nobody had sent', ({ assert }) => {
    const found = verdict([shown(0), shown(1), shown(7)])
    assert.deepEqual(found.lost, [nameOf(shown(2))])
    assert.deepEqual(found.strange, [nameOf(shown(7))])
  })

  test('a refused request is not shown, a dropped repeat not doubled', ({ assert }) => {
    const refused = shown(2, { answer: 'refused' })
    const found = verdict([shown(0), shown(1), shown(1, { answer: 'repeat' }), refused])
    assert.deepEqual(found.lost, [nameOf(refused)])
    assert.deepEqual(found.doubled, [])
  })

  test('sees what is shown twice, and knows whose fault a late one is', ({ assert }) => {
    const late = shown(1)
    const records = [shown(0), shown(0), shown(1), shown(2), late]
    const found = verdict(records, { late: new Set([late]) })
    assert.deepEqual(found.doubled, [nameOf(shown(0))])
    assert.deepEqual(found.doubledLate, [nameOf(late)])
    assert.deepEqual(found.disordered, [])
  })

  test('sees a wrong order, of what is handed on too, and only within a priority', ({ assert }) => {
    assert.deepEqual(verdict([shown(1), shown(0), shown(2)]).disordered, [nameOf(shown(0))])
    const child = shown(0, { part: 1 })
    assert.deepEqual(verdict([shown(0), shown(1), child]).disordered, [nameOf(child)])
    const operator = shown(0, { priority: 'operator' })
    assert.deepEqual(verdict([shown(0), shown(1), operator]).disordered, [])
  })

  test('what a person sends again is out of its turn', ({ assert }) => {
    const again = shown(0)
    const sentAgain = new Set([again.callId])
    assert.deepEqual(verdict([shown(1), again, shown(2)], { sentAgain }).disordered, [])
  })

  test('sees what came before its date', ({ assert }) => {
    const early = shown(0, { due: 1001 })
    assert.deepEqual(verdict([early, shown(1, { due: 1000 })]).early, [nameOf(early)])
  })

  test('knows how far a lane was ahead of its pace', ({ assert }) => {
    assert.equal(aheadOf([0, 20, 40, 60], { intervalMs: 20 }), 0)
    assert.equal(aheadOf([0, 15, 30, 45], { intervalMs: 20 }), 15)
    assert.equal(aheadOf([0, 100, 101], { intervalMs: 20 }), 19)
    const buckets = [{ limit: 2, windowMs: 500 }]
    assert.equal(aheadOf([0, 1, 500, 501], { intervalMs: 0, buckets }), 0)
    assert.equal(aheadOf([0, 1, 490], { intervalMs: 0, buckets }), 10)
  })

  test('tells a late call from one that began without a lease', ({ assert }) => {
    const stop = { pid: 1, how: 'stopped', from: 2000, to: 5000 } as const
    const before = shown(0)
    const late = shown(1, { checkedAt: 1999, arrivedAt: 5001 })
    const unfenced = shown(2, { checkedAt: 5002, arrivedAt: 5003 })
    const after = shown(3, { checkedAt: 5011, arrivedAt: 5012 })
    const found = fencesOf([before, late, unfenced, after], [stop], new Map([[1, [5010]]]))
    assert.deepEqual([...found.late], [late])
    assert.deepEqual(found.unfenced, [unfenced])
  })

  test('a process without a lease when it was stopped begins with a new one', ({ assert }) => {
    const stop = { pid: 1, how: 'stopped', from: 2000, to: 5000 } as const
    const records = [shown(0), shown(1, { checkedAt: 5002, arrivedAt: 5003 })]
    assert.deepEqual(fencesOf(records, [stop], new Map([[1, [1500]]])).unfenced, [])
  })
})
