import { test } from '@japa/runner'
import { segments } from './segments.js'

test.group('Segments of an excerpt', () => {
  test('hits are told apart, and letters are as they were written', ({ assert }) => {
    assert.deepEqual(segments('выставить \uE000счет\uE001 и\nсчет', 'выставить Счёт и\nсчёт'), [
      { text: 'выставить ', hit: false },
      { text: 'Счёт', hit: true },
      { text: ' и счёт', hit: false },
    ])
  })

  test('a text that the database has shortened is shown as it gives it', ({ assert }) => {
    assert.deepEqual(segments('\uE000счет\uE001', ''), [{ text: 'счет', hit: true }])
  })
})
