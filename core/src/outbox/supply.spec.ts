import { test } from '@japa/runner'
import { createSupply } from './supply.ts'
import type { OutboxRow } from './store.ts'

function rowsOf(count: number, chars: number): readonly OutboxRow[] {
  return Array.from({ length: count }, (_, no) => ({
    id: String(no),
    owner: 1,
    callId: '',
    lane: 'send',
    key: 'one',
    step: 'send',
    priority: 'robot',
    input: 'x'.repeat(chars),
    place: [no],
    attempt: 0,
    createdAt: 0,
  }))
}

test.group('supply', () => {
  test('one owner alone gets no more than a full page', ({ assert }) => {
    assert.equal(createSupply().page(1), 4_000)
  })

  test('the more owners have rows in memory, the less each loads', ({ assert }) => {
    const supply = createSupply()
    for (let no = 0; no < 100; no++) supply.changed(0, 5)
    assert.equal(supply.page(20), 100)
    for (let no = 0; no < 100; no++) supply.changed(5, 0)
    assert.equal(supply.page(20), 600)
  })

  test('nobody is left without any', ({ assert }) => {
    const supply = createSupply()
    for (let no = 0; no < 100_000; no++) supply.changed(0, 1)
    assert.equal(supply.page(1), 2)
  })

  test('large rows are loaded in smaller pages, and small ones again in larger', ({ assert }) => {
    const supply = createSupply()
    for (let no = 0; no < 20; no++) supply.loaded(rowsOf(100, 1_000_000))
    const page = supply.page(1)
    assert.isBelow(page * 2_000_000, 64 * 1024 * 1024)
    for (let no = 0; no < 60; no++) supply.loaded(rowsOf(100, 100))
    assert.equal(supply.page(1), 4_000)
  })

  test('a load that brings nothing changes nothing', ({ assert }) => {
    const supply = createSupply()
    supply.loaded([])
    assert.equal(supply.page(1), 4_000)
  })
})
