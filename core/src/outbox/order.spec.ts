import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Priority } from '../outgoing.ts'
import { comparePlaces, compareRows, createOrder, rankOf, type Entry, type Order } from './order.ts'
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

function entry(order: Order, id: string | undefined): Entry {
  const found = order.get(id ?? '')
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}

/** The first of a lane that may start, as a lane without a pace takes them. */
function next(order: Order, lane: string, now: number): OutboxRow | undefined {
  order.wake(now)
  const heads = order.ready(lane).flatMap((rows) => rows[0]?.row ?? [])
  return heads.sort(compareRows)[0]
}

function orderOf(...rows: readonly OutboxRow[]): Order {
  const order = createOrder()
  for (const one of rows) order.add(one, 0)
  return order
}

test.group('order', () => {
  test('a key goes row by row, across lanes', ({ assert }) => {
    const [first, second] = [row(), row({ lane: 'media' })]
    const order = orderOf(second, first)
    assert.equal(next(order, 'send', 0), first)
    assert.isUndefined(next(order, 'media', 0))
    order.start(entry(order, first.id))
    assert.isUndefined(next(order, 'media', 0))
    order.remove(entry(order, first.id))
    assert.equal(next(order, 'media', 0), second)
  })

  test('keys do not wait for each other', ({ assert }) => {
    const [first, other] = [row(), row({ key: 'two' })]
    const order = orderOf(first, other)
    order.start(entry(order, first.id))
    assert.equal(next(order, 'send', 0), other)
  })

  test('an operator overtakes robots and campaigns that wait', ({ assert }) => {
    const marketing = row({ priority: 'marketing' })
    const robot = row({ priority: 'robot' })
    const operator = row()
    const order = orderOf(marketing, robot, operator)
    assert.equal(next(order, 'send', 0), operator)
    order.remove(entry(order, operator.id))
    assert.equal(next(order, 'send', 0), robot)
  })

  test('nothing overtakes what runs, what may have been done, or its equal', ({ assert }) => {
    const marketing = row({ priority: 'marketing' })
    const order = orderOf(marketing)
    order.start(entry(order, marketing.id))
    const [operator, equal] = [row(), row()]
    order.add(equal, 0)
    order.add(operator, 0)
    assert.isUndefined(next(order, 'send', 0))
    order.again(entry(order, marketing.id), { ...marketing, begunAt: 5 })
    assert.equal(next(order, 'send', 0)?.id, marketing.id)
    order.remove(entry(order, marketing.id))
    assert.equal(next(order, 'send', 0), operator)
  })

  test('a row that waits for its retry holds its key, and an operator may overtake it', ({
    assert,
  }) => {
    const robot = row({ priority: 'robot' })
    const later = row({ priority: 'robot' })
    const order = orderOf(robot, later)
    order.start(entry(order, robot.id))
    order.again(entry(order, robot.id), { ...robot, retryAt: 100 })
    assert.isUndefined(next(order, 'send', 99))
    assert.equal(order.nextWakeAt(), 100)
    const operator = row()
    order.add(operator, 0)
    assert.equal(next(order, 'send', 99), operator)
    order.remove(entry(order, operator.id))
    assert.equal(next(order, 'send', 100)?.id, robot.id)
  })

  test('a held row keeps its key until it is let go', ({ assert }) => {
    const [first, second] = [row(), row()]
    const order = orderOf(first, second)
    order.hold(entry(order, first.id), true)
    assert.isUndefined(next(order, 'send', 0))
    assert.deepEqual(order.held(), [first])
    order.hold(entry(order, first.id), false)
    assert.equal(next(order, 'send', 0), first)
  })

  test('what follows a row stands before every later row of the key', ({ assert }) => {
    const [parent, later] = [row(), row()]
    const order = orderOf(parent, later)
    order.start(entry(order, parent.id))
    order.remove(entry(order, parent.id))
    const [one, two] = [0, 1].map((at) => row({ place: [...parent.place, at] }))
    if (one === undefined || two === undefined) return
    order.add(two, 0)
    order.add(one, 0)
    const seen = [one, two, later].map(() => {
      const found = next(order, 'send', 0)
      order.remove(entry(order, found?.id))
      return found
    })
    assert.deepEqual(seen, [one, two, later])
  })

  test('a resting key lets nothing go', ({ assert }) => {
    const one = row()
    const order = orderOf(one, row())
    order.rest(entry(order, one.id), 50)
    assert.isUndefined(next(order, 'send', 49))
    assert.isDefined(next(order, 'send', 50))
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
          const found = ['send', 'media'].map((lane) => next(order, lane, Infinity)).find(Boolean)
          if (found === undefined) return false
          order.remove(entry(order, found.id))
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
      (lane) => next(order, lane, now)?.id === expected(rows, lane, now)
    )
  })
}

function play(list: readonly Command[]) {
  const order = createOrder()
  const rows = new Map<string, Known>()
  for (const [now, command] of list.entries()) apply(order, rows, command, now)
  for (const { row: known, isRunning } of rows.values())
    if (isRunning) order.again(entry(order, known.id), known)
  return { order, rows }
}

function apply(order: Order, rows: Map<string, Known>, command: Command, now: number): void {
  const { what, key, lane, priority, retryIn } = command
  if (what === 'add') {
    const one = row({ key, lane, priority })
    rows.set(one.id, { row: one, isRunning: false })
    order.add(one, 0)
  } else if (what === 'start') {
    const found = next(order, lane, now)
    if (found === undefined) return
    rows.set(found.id, { row: found, isRunning: true })
    order.start(entry(order, found.id))
  } else {
    const running = [...rows.values()].find(({ isRunning }) => isRunning)
    if (running === undefined) return
    const waiting = { ...running.row, ...(retryIn > 0 && { retryAt: now + retryIn }) }
    if (what === 'remove') {
      rows.delete(waiting.id)
      order.remove(entry(order, waiting.id))
    } else {
      rows.set(waiting.id, { row: waiting, isRunning: false })
      order.again(entry(order, waiting.id), waiting)
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
