import { test } from '@japa/runner'
import { imageType } from './image_type.js'
import { remotePictures, showPictures } from './remote_pictures.js'

const html =
  '<p>Здравствуйте</p><img data-remote="https://example.test/a.png?x=1&amp;y=2" alt=""><img data-media="0197">'

test.group('Pictures of a letter', () => {
  test('only what the letter names is a picture of it', ({ assert }) => {
    assert.deepEqual([...remotePictures(html)], ['https://example.test/a.png?x=1&y=2'])
  })

  test('remote ones stay hidden until they are asked for', async ({ assert }) => {
    const shown = await showPictures(html, async ({ kind, value }) =>
      kind === 'media' ? `/media/${value}` : undefined
    )
    assert.include(shown, 'data-remote="https://example.test/a.png')
    assert.include(shown, '<img src="/media/0197">')
  })

  test('an address can’t break out of its attribute', async ({ assert }) => {
    const shown = await showPictures(html, async () => '"><script>')
    assert.notInclude(shown, '<script>')
  })

  for (const [name, bytes, mime] of [
    ['PNG', '\x89PNG\r\n\x1a\n....', 'image/png'],
    ['WebP', 'RIFF....WEBPVP8 ', 'image/webp'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', undefined],
    ['HTML', '<!doctype html>', undefined],
  ] as const) {
    test(`${name} by its bytes: ${String(mime)}`, ({ assert }) => {
      assert.equal(imageType(Buffer.from(bytes, 'latin1')), mime)
    })
  }
})
