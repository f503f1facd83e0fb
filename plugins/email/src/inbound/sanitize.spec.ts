import { test } from '@japa/runner'
import { mediaRef } from '@svyaz/core'
import { sanitize } from './sanitize.ts'

const options = { pictures: new Map([['logo@x', mediaRef('m1')]]), stripLinks: false }

test.group('a letter in HTML', () => {
  for (const [what, html] of [
    [
      'scripts',
      '<script>alert(1)</script><p onclick="x()">a</p><img src=x onerror="x()"><a href="javascript:x()">b</a>',
    ],
    [
      'forms',
      '<form action="https://evil.test"><input name=p><button>go</button><textarea>t</textarea></form>',
    ],
    [
      'frames and objects',
      '<iframe src="https://evil.test"></iframe><object data="x"></object><embed src="x"><svg onload="x()"><script>1</script></svg><math></math>',
    ],
    [
      'styles that fetch or cover',
      '<style>*{background:url(https://t.test)}</style><div style="position:fixed;z-index:9;background:url(https://t.test/a.png)">a</div><table background="https://t.test/b.png"><tr><td>x</td></tr></table>',
    ],
    [
      'sources',
      '<img src="https://t.test/p.png" srcset="https://t.test/2x.png 2x"><img src="//t.test/p.png"><video src="https://t.test/v"></video><link rel=stylesheet href="https://t.test/s.css"><base href="https://t.test">',
    ],
    ['meta', '<meta http-equiv="refresh" content="0;url=https://evil.test">'],
  ] as const) {
    test(`has no ${what} any more`, ({ assert }) => {
      const clean = sanitize(html, options)
      assert.notMatch(
        clean,
        /<(?:script|form|input|button|textarea|iframe|object|embed|svg|math|style|link|base|meta|video)/i
      )
      assert.notMatch(clean, /\son\w+=|javascript:|url\(|srcset=|background=|position|z-index/i)
      assert.notMatch(clean, /\ssrc=/i)
    })
  }

  test('remote pictures wait for a request, pixels that only spy are gone', ({ assert }) => {
    const clean = sanitize(
      '<img src="https://t.test/a.png" alt="A"><img src="https://t.test/pixel.gif" width="1" height="1">',
      options
    )
    assert.include(clean, 'data-remote="https://t.test/a.png"')
    assert.notInclude(clean, 'pixel.gif')
  })

  test('pictures of the letter itself point into the media store', ({ assert }) => {
    const clean = sanitize('<img src="cid:logo@x"><img src="cid:unknown">', options)
    assert.include(clean, 'data-media="m1"')
    assert.equal(clean.match(/<img/g)?.length, 1)
  })

  test('links open elsewhere, without an opener, and tell their host', ({ assert }) => {
    const clean = sanitize('<a href="https://bank.evil.test/x">https://bank.test</a>', options)
    assert.include(clean, 'rel="noopener noreferrer nofollow"')
    assert.include(clean, 'target="_blank"')
    assert.include(clean, 'data-host="bank.evil.test"')
  })

  test('stripped links keep their words and lose their address', ({ assert }) => {
    const clean = sanitize(
      '<a href="https://evil.test/x">Сюда</a> <a href="mailto:a@b.test">a@b.test</a>',
      { ...options, stripLinks: true }
    )
    assert.include(clean, 'Сюда')
    assert.notInclude(clean, 'https://evil.test')
    assert.include(clean, 'mailto:a@b.test')
  })

  test('text, lists, tables and colours stay', ({ assert }) => {
    const html =
      '<p style="color:#ff0000">Привет</p><ul><li>раз</li></ul><table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'
    assert.equal(sanitize(html, options), html)
  })

  test('20,000 nested blocks take no time', ({ assert }) => {
    const start = performance.now()
    sanitize('<div>'.repeat(20_000), options)
    assert.isBelow(performance.now() - start, 2000)
  })
})
