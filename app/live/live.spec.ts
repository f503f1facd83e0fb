import { test } from '@japa/runner'
import { PassThrough } from 'node:stream'
import type { LiveHint } from '#app/inbox/views'
import { until } from '../../tests/support/until.ts'
import { Coalescer } from './coalesce.js'
import { dropSlowReaders } from './drop_slow_readers.js'
import { paceFor } from './hints.js'
import { Presence } from './presence.js'

test.group('Live', () => {
  test('a burst is one word at once and one after it, with everything in it', async ({
    assert,
  }) => {
    const told: { company: string; hint: LiveHint }[] = []
    const coalescer = new Coalescer(
      () => 30,
      (company, hint) => told.push({ company, hint })
    )
    for (let seq = 1; seq <= 1000; seq++) coalescer.changed('a', seq, [`dialog ${String(seq % 3)}`])
    coalescer.changed('b', 7, ['other'])
    await until(() => told.length === 3, 'three words')
    assert.deepEqual(told[0], {
      company: 'a',
      hint: { type: 'changed', seq: 1, dialogs: ['dialog 1'] },
    })
    assert.containsSubset(told[2], { company: 'a', hint: { seq: 1000 } })
  })

  test('the more pages listen, the more is joined into one word', ({ assert }) => {
    assert.deepEqual(
      [0, 1, 20, 50, 100, 5000].map((streams) => paceFor(streams)),
      [60, 60, 60, 125, 250, 1000]
    )
  })

  test('somebody is there from the first stream until a while after the last', async ({
    assert,
  }) => {
    const said: string[] = []
    const presence = new Presence(
      (company, online) => said.push(`${company} ${String(online)}`),
      20
    )
    presence.came('a', 'one')
    presence.came('a', 'two')
    presence.left('one')
    presence.left('two')
    presence.came('a', 'three')
    assert.isTrue(presence.isOnline('a'))
    presence.left('three')
    await until(() => said.length === 2, 'the last one has left')
    assert.deepEqual(said, ['a true', 'a false'])
  })

  test('a reader who doesn’t read is cut off, the others are not', async ({ assert }) => {
    const [slow, quick] = [
      new PassThrough({ objectMode: true }),
      new PassThrough({ objectMode: true }),
    ]
    const cut = new Promise<Error>((resolve) => slow.once('error', resolve))
    quick.resume()
    const streams = { getManager: () => ({ findByChannel: () => [slow, quick] }) }
    for (let n = 0; n < 300; n++) {
      dropSlowReaders(streams, 'companies/a')
      if (!slow.destroyed) slow.write({ n })
      quick.write({ n })
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal((await cut).message, 'E_SLOW_READER')
    assert.isFalse(quick.destroyed)
  })
})
