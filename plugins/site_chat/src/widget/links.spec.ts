import { test } from '@japa/runner'
import { segments } from './links.ts'

test.group('links in texts', () => {
  test('only web links become links, without the sentence around them', ({ assert }) => {
    const shown = (text: string) =>
      segments(text).map((part) => (typeof part === 'string' ? part : { href: part.href }))
    assert.deepEqual(shown('Смотрите https://shop.ru/a?b=1, там (http://x.ru).'), [
      'Смотрите ',
      { href: 'https://shop.ru/a?b=1' },
      ', там (',
      { href: 'http://x.ru/' },
      ').',
    ])
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      '<a href="x">y</a>',
      'https://',
    ]) {
      assert.deepEqual(shown(text), [text])
    }
  })

  test('a visitor who writes nothing but dots stops nobody', ({ assert }) => {
    const from = performance.now()
    segments(`http://x${'.'.repeat(300_000)}a`)
    assert.isBelow(performance.now() - from, 2000)
  })
})
