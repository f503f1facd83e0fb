import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Priority } from '../outgoing.ts'
import { comparePlaces, compareRows, createOrder, rankOf, type Order } from './order.ts'
import type { OutboxRow } from './store.ts'

let made = 0
function row(more: Partial<OutboxRow> = {}): OutboxRow {
  const no = ++made
  return {
    id: String(no),
    owner: 1,
    callId: `call${no}`,
    lane: 'send',
    key: 'one',
    step: 'send',
    priority: 'operator',
    input: '{}',
    place: [no],
    attempt: 0,
    createdAt: 0,
    ...more,
  }
}

function orderOf(...rows: readonly OutboxRow[]): Order {
  const order = createOrder()
  for (const one of rows) order.add(one)
  return order
}

test.group('order', () => {
  test('a key goes row by row, across lanes', ({ assert }) => {
    const [first, second] = [row(), row({ lane: 'media' })]
    const order = orderOf(second, first)
    assert.equal(order.next('send', 0), first)
    assert.isUndefined(order.next('media', 0))
    order.start(first.id)
    assert.isUndefined(order.next('media', 0))
    order.remove(first.id)
    assert.equal(order.next('media', 0), second)
  })

  test('keys do not wait for each other', ({ assert }) => {
    const [first, other] = [row(), row({ key: 'two' })]
    const order = orderOf(first, other)
    order.start(first.id)
    assert.equal(order.next('send', 0), other)
  })

  test('an operator overtakes robots and campaigns that wait', ({ assert }) => {
    const marketing = row({ priority: 'marketing' })
    const robot = row({ priority: 'robot' })
    const operator = row()
    const order = orderOf(marketing, robot, operator)
    assert.equal(order.next('send', 0), operator)
    order.remove(operator.id)
    assert.equal(order.next('send', 0), robot)
  })

  test('nothing overtakes what runs, what may have been done, or its equal', ({ assert }) => {
    const marketing = row({ priority: 'marketing' })
    const order = orderOf(marketing)
    order.start(marketing.id)
    const [operator, equal] = [row(), row()]
    order.add(equal)
    order.add(operator)
    assert.isUndefined(order.next('send', 0))
    order.again({ ...marketing, begunAt: 5 })
    assert.equal(order.next('send', 0)?.id, marketing.id)
    order.remove(marketing.id)
    assert.equal(order.next('send', 0), operator)
  })

  test('a row that waits for its retry holds its key, and an operator may overtake it', ({
    assert,
  }) => {
    const robot = row({ priority: 'robot' })
    const later = row({ priority: 'robot' })
    const order = orderOf(robot, later)
    order.start(robot.id)
    order.again({ ...robot, retryAt: 100 })
    assert.isUndefined(order.next('send', 99))
    assert.equal(order.nextRetryAt(), 100)
    const operator = row()
    order.add(operator)
    assert.equal(order.next('send', 99), operator)
    order.remove(operator.id)
    assert.equal(order.next('send', 100)?.id, robot.id)
  })

  test('a held row keeps its key until it is let go', ({ assert }) => {
    const [first, second] = [row(), row()]
    const order = orderOf(first, second)
    order.hold(first.id, true)
    assert.isUndefined(order.next('send', 0))
    assert.deepEqual(order.held(), [first])
    order.hold(first.id, false)
    assert.equal(order.next('send', 0), first)
  })

  test('what follows a row stands before every later row of the key', ({ assert }) => {
    const [parent, later] = [row(), row()]
    const order = orderOf(parent, later)
    order.start(parent.id)
    order.remove(parent.id)
    const [one, two] = [0, 1].map((at) => row({ place: [...parent.place, at] }))
    if (one === undefined || two === undefined) return
    order.add(two)
    order.add(one)
    const seen = [one, two, later].map(() => {
      const next = order.next('send', 0)
      order.remove(next?.id ?? '')
      return next
    })
    assert.deepEqual(seen, [one, two, later])
  })

  test('a resting key lets nothing go', ({ assert }) => {
    const order = orderOf(row())
    order.rest('one', 50)
    assert.isUndefined(order.next('send', 49))
    assert.isDefined(order.next('send', 50))
  })

  test('places compare element by element, a prefix first', ({ assert }) => {
    const places = [[2], [1, 0, 3], [1], [1, 1], [1, 0]]
    assert.deepEqual(places.sort(comparePlaces), [[1], [1, 0], [1, 0, 3], [1, 1], [2]])
  })

  test('whatever happens, the order agrees with the rule written out', () => {
    fc.assert(
      fc.property(commands, (list) => agrees(list)),
      { numRuns: 300 }
    )
  })

  test('no ready row is left behind', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const { order, rows } = play(list)
        for (let left = rows.size; left > 0; left--) {
          const next = ['send', 'media'].map((lane) => order.next(lane, Infinity)).find(Boolean)
          if (next === undefined) return false
          order.remove(next.id)
        }
        return order.size === 0
      })
    )
  })
})

type Command = {
  what: 'add' | 'start' | 'again' | 'remove'
  key: string
  lane: string
  priority: Priority
  retryIn: number
}

const commands = fc.array(
  fc.record<Command>({
    what: fc.constantFrom('add', 'add', 'add', 'start', 'again', 'remove'),
    key: fc.constantFrom('a', 'b', 'c'),
    lane: fc.constantFrom('send', 'media'),
    priority: fc.constantFrom('operator', 'robot', 'marketing'),
    retryIn: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 60 }
)

type Known = { row: OutboxRow; isRunning: boolean }

function agrees(list: readonly Command[]): boolean {
  const order = createOrder()
  const rows = new Map<string, Known>()
  return list.every((command, now) => {
    apply(order, rows, command, now)
    return ['send', 'media'].every(
      (lane) => order.next(lane, now)?.id === expected(rows, lane, now)
    )
  })
}

function play(list: readonly Command[]) {
  const order = createOrder()
  const rows = new Map<string, Known>()
  for (const [now, command] of list.entries()) apply(order, rows, command, now)
  for (const { row: known, isRunning } of rows.values()) if (isRunning) order.again(known)
  return { order, rows }
}

function apply(order: Order, rows: Map<string, Known>, command: Command, now: number): void {
  const { what, key, lane, priority, retryIn } = command
  if (what === 'add') {
    const one = row({ key, lane, priority })
    rows.set(one.id, { row: one, isRunning: false })
    order.add(one)
  } else if (what === 'start') {
    const next = order.next(lane, now)
    if (next === undefined) return
    rows.set(next.id, { row: next, isRunning: true })
    order.start(next.id)
  } else {
    const running = [...rows.values()].find(({ isRunning }) => isRunning)
    if (running === undefined) return
    const next = { ...running.row, ...(retryIn > 0 && { retryAt: now + retryIn }) }
    if (what === 'remove') {
      rows.delete(next.id)
      order.remove(next.id)
    } else {
      rows.set(next.id, { row: next, isRunning: false })
      order.again(next)
    }
  }
}

/** The rule, slowly: of every key its first row; of those the first that may go in this lane. */
function expected(rows: ReadonlyMap<string, Known>, lane: string, now: number): string | undefined {
  const keys = new Set([...rows.values()].map(({ row: { key } }) => key))
  const heads = [...keys].map((key) => {
    const own = [...rows.values()].filter((known) => known.row.key === key)
    return own.sort(
      (one, other) =>
        Number(other.isRunning) - Number(one.isRunning) || compareRows(one.row, other.row)
    )[0]
  })
  return heads
    .filter((known) => known?.isRunning === false)
    .map((known) => known?.row)
    .filter((one) => one !== undefined)
    .filter((one) => one.lane === lane && (one.retryAt ?? 0) <= now)
    .sort((one, other) => rankOf(one.priority) - rankOf(other.priority) || compareRows(one, other))
    .at(0)?.id
}
