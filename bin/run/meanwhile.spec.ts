import { test } from '@japa/runner'
import { meanwhile } from './meanwhile.ts'

test.group('What takes its time', () => {
  test('is said once it takes longer than the patience, and not before', async ({ assert }) => {
    const said: string[] = []
    let end = (_: string) => {}
    const slow = new Promise<string>((resolve) => (end = resolve))
    const say = (line: string) => {
      said.push(line)
      end('done')
    }
    assert.equal(await meanwhile(say, 'quick', Promise.resolve('at once'), 60_000), 'at once')
    assert.deepEqual(said, [])
    assert.equal(await meanwhile(say, 'slow', slow, 1), 'done')
    assert.deepEqual(said, ['slow'])
  })

  test('fails as it fails', async ({ assert }) => {
    const work = Promise.reject(new Error('no'))
    await assert.rejects(() => meanwhile(() => {}, 'never', work, 60_000), 'no')
  })
})
