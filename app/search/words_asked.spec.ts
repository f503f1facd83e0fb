import { test } from '@japa/runner'
import { wordsAsked } from './words_asked.js'

test.group('Words asked for', () => {
  for (const [typed, words, phrases, last, prefix] of [
    ['', '', [], '', ''],
    ['доставка', '', [], 'доставка', `'доставка':*`],
    ['Ёлка для офиса', 'Елка для', [], 'офиса', `'офиса':*`],
    ['до', '', [], 'до', ''],
    ['доставка ', 'доставка', [], '', ''],
    ['«счёт на оплату» срочно', '', ['счет на оплату'], 'срочно', `'срочно':*`],
    ['"exact phrase"', '', ['exact phrase'], '', ''],
    ['ещё "не закрыто', 'еще', [], '"не закрыто'.split(' ').at(-1) ?? '', `'закрыто':*`],
    [`o'brien\\`, '', [], `o'brien\\`, `'o''brien':*`],
    ['ivan@exam', '', [], 'ivan@exam', `'ivan@exam':*`],
  ] as const) {
    test(`«${typed}»`, ({ assert }) => {
      const asked = wordsAsked(typed)
      assert.deepEqual(asked.phrases, phrases)
      assert.deepEqual([asked.last, asked.prefix], [last, prefix])
      assert.include(asked.words, words)
    })
  }
})
