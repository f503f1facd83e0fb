import { test } from '@japa/runner'
import type { KindLimits } from '../../../app/inbox/views.ts'
import { mainRefusal, refusalOf, textLimit, voiceType, waysOf } from './file_limits.ts'

const mb = 1_048_576
const messenger: KindLimits = {
  text: { text: 4096 },
  image: { text: 1024, bytes: 10 * mb, mime: ['image/jpeg', 'image/png'] },
  video: { text: 1024, bytes: 50 * mb, mime: ['video/*'] },
  document: { text: 1024, bytes: 50 * mb },
  voice: { text: 0, bytes: mb, mime: ['audio/ogg'] },
}

test.group('Limits of files', () => {
  test('{mime} of {megabytes} MB goes as {ways}')
    .with([
      { mime: 'image/png', megabytes: 2, ways: ['image', 'document'] },
      { mime: 'image/png', megabytes: 20, ways: ['document'] },
      { mime: 'image/png', megabytes: 60, ways: [] },
      { mime: 'image/webp', megabytes: 2, ways: ['document'] },
      { mime: 'image/svg+xml', megabytes: 1, ways: ['document'] },
      { mime: 'video/mp4', megabytes: 40, ways: ['video', 'document'] },
      { mime: 'audio/mpeg', megabytes: 4, ways: ['document'] },
      { mime: 'application/pdf', megabytes: 50, ways: ['document'] },
      { mime: 'application/pdf', megabytes: 0, ways: [] },
    ] as const)
    .run(({ assert }, { mime, megabytes, ways }) => {
      assert.deepEqual(waysOf({ mime, bytes: megabytes * mb }, messenger), [...ways])
    })

  test('what is refused is told with the largest number that would be taken', ({ assert }) => {
    const photo = { mime: 'image/png', bytes: 74 * mb }
    assert.deepEqual(mainRefusal(photo, messenger), { why: 'size', most: 50 * mb })
    assert.deepEqual(mainRefusal(photo, { image: { bytes: 5 * mb } }), {
      why: 'size',
      most: 5 * mb,
    })
    assert.deepEqual(mainRefusal(photo, { text: {} }), { why: 'kind' })
    const webp = { mime: 'image/webp', bytes: mb }
    assert.deepEqual(mainRefusal(webp, { image: { mime: ['image/png'] } }), { why: 'mime' })
    assert.deepEqual(mainRefusal({ mime: 'text/plain', bytes: 0 }, messenger), { why: 'empty' })
  })

  test('no channel takes more than our own server', ({ assert }) => {
    const file = { mime: 'application/zip', bytes: 101 * mb }
    assert.deepEqual(refusalOf(file, 'document', { document: {} }), { why: 'size', most: 100 * mb })
  })

  test('a text with {files} may have {most} characters, as a caption {caption}')
    .with([
      { files: [], most: 4096, caption: null },
      { files: ['image'], most: 4096, caption: 1024 },
      { files: ['image', 'voice'], most: 4096, caption: 0 },
    ] as const)
    .run(({ assert }, { files, most, caption }) => {
      assert.deepEqual(textLimit(messenger, files), { most, caption })
    })

  test('a channel without texts takes captions only, one without limits takes all', ({
    assert,
  }) => {
    assert.deepEqual(textLimit({ image: { text: 200 } }, []), { most: 0, caption: null })
    assert.deepEqual(textLimit({ image: { text: 200 } }, ['image']), { most: 200, caption: null })
    assert.deepEqual(textLimit({ text: {}, image: {} }, ['image']), { most: null, caption: null })
  })

  test('a voice message is recorded in the first type that the channel takes', ({ assert }) => {
    const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']
    assert.equal(voiceType(types, messenger), 'audio/ogg;codecs=opus')
    assert.equal(voiceType(types, { voice: {} }), 'audio/webm;codecs=opus')
    assert.isUndefined(voiceType(types, { text: {} }))
  })
})
