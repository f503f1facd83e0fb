import { test } from '@japa/runner'
import { searchWords } from './search_words.js'

test.group('Search words', () => {
  for (const [typed, patterns] of [
    ['', []],
    ['  ', []],
    ['Иван', [['%иван%']]],
    ['Семён', [['%семен%']]],
    ['Иван Петров', [['%петров%'], ['%иван%']]],
    ['ян', [['% ян%']]],
    ['@masha', [['%masha%']]],
    ['100%', [['%100\\%%']]],
    ['8 (912) 345-67-89', [['%89123456789%', '%79123456789%']]],
    ['+7 912 345 67 89', [['%79123456789%']]],
    ['67-89', [['%6789%']]],
    ['anna@example.test', [['%anna@example.test%']]],
  ] as const) {
    test(`«${typed}»`, ({ assert }) => {
      assert.deepEqual(searchWords(typed), patterns)
    })
  }
})
