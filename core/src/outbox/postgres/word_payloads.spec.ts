import { test } from '@japa/runner'
import type { Word } from '../store.ts'
import { payloadsOf, wordsIn } from './word_payloads.ts'

test.group('word payloads', () => {
  test('wake-ups of many transactions are one, whole under the limit', ({ assert }) => {
    const words = Array.from({ length: 3_000 }, (_, no): Word => ({
      about: 'rows',
      owners: [no % 2_000],
    }))
    const payloads = payloadsOf('me', words)
    for (const payload of payloads) assert.isBelow(Buffer.byteLength(payload), 8_000)
    const heard = payloads.flatMap((payload) => wordsIn('other', payload))
    const owners = heard.flatMap((word) => (word.about === 'rows' ? word.owners : []))
    assert.equal(owners.length, 2_000)
    assert.equal(new Set(owners).size, 2_000)
  })

  test('our own words and foreign payloads are not heard', ({ assert }) => {
    const [payload = ''] = payloadsOf('me', [{ about: 'owner', owner: 1 }])
    assert.deepEqual(wordsIn('me', payload), [])
    assert.deepEqual(wordsIn('me', 'not json'), [])
    assert.deepEqual(wordsIn('other', payload), [{ about: 'owner', owner: 1 }])
  })

  test('a word that is too long is left out, the others are not', ({ assert }) => {
    const long: Word = { about: 'topic', topic: 't', word: 'ы'.repeat(5_000) }
    const payloads = payloadsOf('me', [long, { about: 'owner', owner: 1 }])
    assert.deepEqual(
      payloads.flatMap((payload) => wordsIn('other', payload)),
      [{ about: 'owner', owner: 1 }]
    )
  })
})
