import { test } from '@japa/runner'
import { virtualClock } from '../testing/virtual_clock.ts'
import { createStoreClock } from './store_clock.ts'

const noon = Date.UTC(2030, 0, 1, 12)

test.group("the store's clock", () => {
  test('goes on by the monotonic clock alone', async ({ assert }) => {
    const clock = virtualClock()
    const store = createStoreClock(clock, noon, clock.monotonic())
    await clock.advance(60_000)
    assert.equal(store.now(), noon + 60_000)
  })

  test('takes the middle between question and answer', async ({ assert }) => {
    const clock = virtualClock()
    const asked = clock.monotonic()
    await clock.advance(100)
    assert.equal(createStoreClock(clock, noon, asked).now(), noon + 50)
  })

  test('a late answer does not move it', async ({ assert }) => {
    const clock = virtualClock()
    const store = createStoreClock(clock, noon, clock.monotonic())
    await clock.advance(1_000)
    const asked = clock.monotonic()
    await clock.advance(800)
    // The store answered at once, and its answer took 800 ms.
    store.heard(noon + 1_000, asked)
    assert.equal(store.now(), noon + 1_800)
  })

  test('what cannot be true moves it, as little as it must', async ({ assert }) => {
    const clock = virtualClock()
    const store = createStoreClock(clock, noon, clock.monotonic())
    await clock.advance(1_000)
    const asked = clock.monotonic()
    await clock.advance(10)
    store.heard(noon + 1_500, asked)
    assert.equal(store.now(), noon + 1_500)
    store.heard(noon + 900, clock.monotonic())
    assert.equal(store.now(), noon + 900)
  })
})
