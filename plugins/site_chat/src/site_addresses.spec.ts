import { test } from '@japa/runner'
import { isAllowedOrigin, parseLinks, parseOrigins } from './site_addresses.ts'

test.group('addresses in settings', () => {
  test('origins are read from lines, commas and spaces, without their last slash', ({ assert }) => {
    assert.deepEqual(parseOrigins('https://Shop.ru/, http://localhost:3000\nhttps://*.lamps.ru'), [
      'https://shop.ru',
      'http://localhost:3000',
      'https://*.lamps.ru',
    ])
    assert.deepEqual(parseOrigins('https://магазин.рф'), ['https://xn--80aairftm.xn--p1ai'])
    assert.deepEqual(parseOrigins(''), [])
  })

  test('what is no site is named as such', ({ assert }) => {
    for (const text of [
      'shop.ru',
      'ftp://shop.ru',
      'https://shop.ru/page',
      'https://',
      'javascript:1',
    ]) {
      assert.isUndefined(parseOrigins(text), text)
    }
  })

  test('a star stands for one or more names in front, and for nothing else', ({ assert }) => {
    const allowed = ['https://*.lamps.ru']
    assert.isTrue(isAllowedOrigin('https://a.b.lamps.ru', allowed))
    assert.isFalse(isAllowedOrigin('https://lamps.ru', allowed))
    assert.isFalse(isAllowedOrigin('http://a.lamps.ru', allowed))
    assert.isFalse(isAllowedOrigin('https://lamps.ru.evil.com', allowed))
    assert.isFalse(isAllowedOrigin('https://evil.com/.lamps.ru', ['https://shop.ru']))
  })

  test('links are named by their messenger', ({ assert }) => {
    assert.deepEqual(
      parseLinks('https://wa.me/79123456789\nhttps://t.me/shop https://www.example.org/x'),
      [
        { url: 'https://wa.me/79123456789', name: 'WhatsApp' },
        { url: 'https://t.me/shop', name: 'Telegram' },
        { url: 'https://www.example.org/x', name: 'example.org' },
      ]
    )
    assert.isUndefined(parseLinks('javascript:alert(1)'))
    assert.isUndefined(parseLinks('t.me/shop'))
  })
})
