import { test } from '@japa/runner'
import en from 'emojibase-data/en/compact.json' with { type: 'json' }
import ru from 'emojibase-data/ru/compact.json' with { type: 'json' }
import { findEmoji, joinEmoji } from './emoji_search.ts'

const all = joinEmoji(ru, en)

test.group('Emoji', () => {
  test('«{question}» finds {sign} among the first ten')
    .with([
      { question: 'привет', sign: '👋' },
      { question: 'wave', sign: '👋' },
      { question: 'Сердце', sign: '❤️' },
      { question: 'heart', sign: '❤️' },
      { question: 'кошка', sign: '🐈' },
      { question: 'звезд', sign: '⭐' },
      { question: 'звёзд', sign: '⭐' },
      { question: 'thumbs up', sign: '👍️' },
    ])
    .run(({ assert }, { question, sign }) => {
      const found = findEmoji(all, question).map((one) => one.sign.replaceAll('\uFE0F', ''))
      assert.include(found.slice(0, 10), sign.replaceAll('\uFE0F', ''))
    })

  test('nothing asked finds nothing, and signs are there once, without parts of signs', ({
    assert,
  }) => {
    assert.deepEqual(findEmoji(all, '  '), [])
    assert.lengthOf(new Set(all.map(({ sign }) => sign)), all.length)
    assert.isFalse(all.some(({ group }) => group === 2))
    assert.isAbove(all.length, 1500)
  })
})
