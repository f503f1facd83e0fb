import { test } from '@japa/runner'
import { askedWords, otherLayout } from './asked_words.js'

test.group('Words asked of replies', () => {
  test('no case, no ё, no signs, each once', ({ assert }) => {
    assert.deepEqual(askedWords('  Ещё раз: «ДОСТАВКА», ещё%_ '), ['еще', 'раз', 'доставка'])
    assert.deepEqual(askedWords(' ?! '), [])
    assert.lengthOf(askedWords('a b c d e f g h i j'), 8)
  })

  test('the same keys in the other layout', ({ assert }) => {
    assert.equal(otherLayout('ljcnfdrf'), 'доставка')
    assert.equal(otherLayout(',jkm'), 'боль')
    assert.equal(otherLayout('ыршззштп'), 'shipping')
  })
})
