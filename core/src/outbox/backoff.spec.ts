import { test } from '@japa/runner'
import { backoffMs, callBackoff } from './backoff.ts'
import { newCallId } from './call_id.ts'

test.group('backoff', () => {
  test('the bound doubles up to its most, and jitter is full', ({ assert }) => {
    const bounds = [1, 2, 3, 40].map((attempt) => backoffMs(attempt, callBackoff, () => 1))
    assert.deepEqual(bounds, [2_000, 4_000, 8_000, 600_000])
    assert.equal(
      backoffMs(5, callBackoff, () => 0),
      0
    )
  })

  test('call ids are 26 letters of base32 and never the same', ({ assert }) => {
    const ids = new Set(Array.from({ length: 1_000 }, () => newCallId()))
    assert.equal(ids.size, 1_000)
    for (const id of ids) assert.match(id, /^[a-z2-7]{26}$/)
  })
})
