import { test } from '@japa/runner'
import { moved, whole, zoomAt } from './zoom.ts'

const frame = { width: 100, height: 60 }

test.group('Zoom', () => {
  test('what is under the pointer stays under it', ({ assert }) => {
    const point = { x: 30, y: -10 }
    const view = zoomAt(whole, 2, point)
    assert.equal(view.scale, 2)
    // The picture's own point that was there before.
    assert.deepEqual(
      { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale },
      point
    )
  })

  test('never smaller than whole, never larger than eight times', ({ assert }) => {
    assert.deepEqual(zoomAt({ scale: 1.2, x: 5, y: 5 }, 0.5, { x: 0, y: 0 }), whole)
    assert.equal(zoomAt(whole, 100, { x: 0, y: 0 }).scale, 8)
  })

  test('it is moved as far as its own edge, and a whole one not at all', ({ assert }) => {
    assert.deepEqual(moved({ scale: 3, x: 0, y: 0 }, { x: 500, y: -500 }, frame), {
      scale: 3,
      x: 100,
      y: -60,
    })
    assert.deepEqual(moved(whole, { x: 10, y: 10 }, frame), whole)
  })
})
