import { test } from '@japa/runner'
import { minutes } from './minutes.ts'
import { peaksOf } from './peaks.ts'

test.group('The wave of a voice message', () => {
  test('each bar is the loudest of its stretch, against the loudest of all', ({ assert }) => {
    const samples = Float32Array.from([0, 0.1, -0.5, 0.2, 0.25, 0, 0, 0])
    assert.deepEqual(
      peaksOf(samples, 4).map((value) => Math.round(value * 10) / 10),
      [0.2, 1, 0.5, 0.1]
    )
  })

  test('silence is flat, and a sound shorter than its bars is no trouble', ({ assert }) => {
    assert.deepEqual(new Set(peaksOf(new Float32Array(100), 10)), new Set([0.1]))
    assert.lengthOf(peaksOf(Float32Array.from([0.3]), 10), 10)
    assert.lengthOf(peaksOf(new Float32Array(0), 10), 10)
  })

  test('{seconds} s is shown as {shown}')
    .with([
      { seconds: 0, shown: '0:00' },
      { seconds: 7.4, shown: '0:07' },
      { seconds: 59.6, shown: '1:00' },
      { seconds: 760, shown: '12:40' },
      { seconds: 3723, shown: '1:02:03' },
    ])
    .run(({ assert }, { seconds, shown }) => {
      assert.equal(minutes(seconds), shown)
    })
})
