import { test } from '@japa/runner'
import { until } from '../../tests/support/until.ts'
import { Shared } from './shared.js'

test.group('Shared answers', () => {
  test('those who ask at once get one answer, later ones a new one', async ({ assert }) => {
    const shared = new Shared<number>(20)
    let asked = 0
    const ask = async () => ++asked
    assert.deepEqual(
      await Promise.all([shared.get('a', ask), shared.get('a', ask), shared.get('b', ask)]),
      [1, 1, 2]
    )
    await until(async () => (await shared.get('a', ask)) === 3, 'it is asked again')
  })

  test('a failure is not kept', async ({ assert }) => {
    const shared = new Shared<number>(1000)
    await assert.rejects(() => shared.get('a', async () => Promise.reject(new Error('away'))))
    assert.equal(await shared.get('a', async () => 1), 1)
  })
})
