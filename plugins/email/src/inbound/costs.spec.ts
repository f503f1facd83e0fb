import { test } from '@japa/runner'
import { rescueCharsets } from './charset.ts'
import { cutHtml } from './cut_html.ts'
import { htmlText } from './html_text.ts'
import { fileName } from './names.ts'
import { sanitize } from './sanitize.ts'
import { stripLinks } from './strip_links.ts'

const times = 200_000
const shown = (html: string) =>
  sanitize(html, { pictures: new Map<string, never>(), stripLinks: false })
const parts = `--b\nContent-Type: text/plain\n\n\xff\xee\xef\xf0\xe8\xe2\xe5\xf2\n`

/** Anybody may write a letter. Each of these held the whole server for minutes. */
const letters: readonly (readonly [what: string, read: () => unknown])[] = [
  ['a file name of dots', () => fileName(`${'.'.repeat(times)}a`, 'application/x')],
  ['a file name of letters', () => fileName('я'.repeat(times), 'application/x')],
  ['a link that ends in dots', () => stripLinks(`http://x${'.'.repeat(times)}a`)],
  ['spaces in a preformatted text', () => htmlText(`<pre>${' '.repeat(times)}x</pre>`)],
  ['links in links', () => htmlText('<a href="http://x.example/">q'.repeat(times / 4))],
  ['very many small texts', () => htmlText('<b>a</b>'.repeat(times))],
  ['end tags that fit none', () => htmlText('<b>'.repeat(times) + '</i>'.repeat(times))],
  ['the same, for the frame', () => shown('<b>'.repeat(times) + '</i>'.repeat(times))],
  ['tables in tables, for the frame', () => shown('<table><tr><td>'.repeat(times / 4))],
  [
    'a thousand parts in an unknown charset',
    () =>
      rescueCharsets(
        Buffer.from(
          `Content-Type: multipart/mixed; boundary=b\n\n${parts.repeat(999)}${'x'.repeat(20_000_000)}`,
          'latin1'
        )
      ),
  ],
  [
    'multiparts that hold nothing',
    () =>
      rescueCharsets(
        Buffer.from(
          `Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: multipart/mixed; boundary=c\n\n'.repeat(times / 5)}\xff`,
          'latin1'
        )
      ),
  ],
  [
    'boundaries without end',
    () =>
      rescueCharsets(
        Buffer.from(
          `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n'.repeat(times * 2)}\xff`,
          'latin1'
        )
      ),
  ],
]

test.group('What a letter may cost', () => {
  for (const [what, read] of letters) {
    test(`${what}: read within seconds`, ({ assert }) => {
      const from = performance.now()
      read()
      assert.isBelow(performance.now() - from, 4000)
    }).timeout(600_000)
  }

  test('a letter is cut where it becomes absurdly deep, and shown up to there', ({ assert }) => {
    const html = `<p>Привет</p>${'<div>'.repeat(5000)}deep`
    assert.isBelow(cutHtml(html).length, html.length)
    assert.equal(htmlText(html).text, 'Привет')
    const usual = `<p>${'<div>'.repeat(300)}Да${'</div>'.repeat(300)}`
    assert.equal(cutHtml(usual), usual)
  })
})
