import { test } from '@japa/runner'
import type { Capabilities } from './capabilities.ts'
import type { Content, FileKind } from './content.ts'
import { isFailure } from './failure.ts'
import { chatKey, mediaRef } from './ids.ts'
import type { SendOp } from './outgoing.ts'
import { planCalls } from './plan_calls.ts'

const name = { ru: 'Эхо', en: 'Echo' }
const mb = 1024 * 1024
const can: Capabilities = {
  kinds: {
    text: { text: 100 },
    image: { text: 20, bytes: 10 * mb, mime: ['image/*'] },
    document: { text: 20, bytes: 16 * mb },
    voice: { text: 0 },
  },
  album: { max: 3, together: [['image'], ['document']], bytes: 20 * mb },
  writesFirstBy: [],
  replies: false,
  subject: false,
  statuses: [],
  idempotent: {},
  lanes: { send: { intervalMs: 0 } },
}

const files: { readonly [ref: string]: { bytes: number; mime: string } } = {
  photo: { bytes: mb, mime: 'image/png' },
  contract: { bytes: 8 * mb, mime: 'application/pdf' },
  film: { bytes: 64 * mb, mime: 'video/mp4' },
  note: { bytes: 100, mime: 'audio/ogg' },
}
const about = (ref: string) => files[ref] ?? { bytes: 0, mime: '' }

function send(content: Content, more: Partial<SendOp> = {}): SendOp {
  return { op: 'send', to: { by: 'chat', chat: chatKey('1') }, content, by: 'operator', ...more }
}
const text = (length: number): Content => ({ kind: 'text', text: { text: 'я'.repeat(length) } })
function filesOf(list: readonly (readonly [FileKind, string])[], caption?: string): Content {
  const named = list.map(([as, ref]) => ({ as, media: mediaRef(ref) }))
  return {
    kind: 'files',
    files: named,
    ...(caption === undefined ? {} : { caption: { text: caption } }),
  }
}
const photos = (count: number) =>
  filesOf(Array.from({ length: count }, () => ['image', 'photo'] as const))

const quoted = { id: 'x', chat: '1', fromUs: false, at: 0, excerpt: 'x' } as unknown as NonNullable<
  SendOp['replyTo']
>

test.group('planCalls refuses', () => {
  const refusals: readonly (readonly [string, SendOp, string, RegExp])[] = [
    ['a text over the limit, with both numbers', send(text(101)), 'E_TEXT_TOO_LONG', /101.*100/],
    ['a text of blanks', send({ kind: 'text', text: { text: ' \n' } }), 'E_EMPTY', /пуст/],
    ['no files', send(filesOf([])), 'E_EMPTY', /пуст/],
    [
      'a file over the limit, with both sizes',
      send(filesOf([['document', 'film']])),
      'E_FILE_TOO_BIG',
      /64 МБ, Эхо.*16 МБ/,
    ],
    ['a kind it has not', send(filesOf([['video', 'film']])), 'E_KIND_UNSUPPORTED', /видео/],
    [
      'a type it has not',
      send(filesOf([['image', 'contract']])),
      'E_MIME_UNSUPPORTED',
      /application\/pdf/,
    ],
    [
      'an album that is too heavy together',
      send(
        filesOf([
          ['document', 'contract'],
          ['document', 'contract'],
          ['document', 'contract'],
        ])
      ),
      'E_ALBUM_TOO_BIG',
      /24 МБ.*20 МБ/,
    ],
    [
      'a first message',
      send(text(1), { to: { by: 'email', value: 'a@b.c' } }),
      'E_WRITE_FIRST',
      /первым/,
    ],
    ['a quote', send(text(1), { replyTo: quoted }), 'E_REPLY_UNSUPPORTED', /цитат/],
    ['a subject', send(text(1), { subject: 'x' }), 'E_SUBJECT_UNSUPPORTED', /тем/],
  ]
  for (const [what, op, code, words] of refusals) {
    test(what, ({ assert }) => {
      const refusal = planCalls(op, can, about, name)
      if (!isFailure(refusal)) throw new Error('it was planned')
      assert.equal(refusal.code, code)
      assert.equal(refusal.kind, 'rejected')
      assert.match(refusal.data.reason.ru, words)
      assert.notEqual(refusal.data.reason.en, refusal.data.reason.ru)
    })
  }
})

test.group('planCalls cuts', () => {
  const plan = (op: SendOp, given: Capabilities = can) => {
    const calls = planCalls(op, given, about, name)
    if (isFailure(calls)) throw calls
    return calls.map(({ content }) =>
      content.kind === 'text'
        ? 'text'
        : `${content.files.length}${content.caption ? '+caption' : ''}`
    )
  }
  test('a text is one call', ({ assert }) => assert.deepEqual(plan(send(text(100))), ['text']))
  test('seven photos are albums of three', ({ assert }) =>
    assert.deepEqual(plan(send(photos(7))), ['3', '3', '1']))
  test('without albums each file is a call of its own', ({ assert }) => {
    const { album, ...alone } = can
    assert.isDefined(album)
    assert.deepEqual(plan(send(photos(3)), alone), ['1', '1', '1'])
  })
  test('files of different sorts do not share a call', ({ assert }) =>
    assert.deepEqual(
      plan(
        send(
          filesOf([
            ['image', 'photo'],
            ['document', 'contract'],
            ['image', 'photo'],
          ])
        )
      ),
      ['1', '1', '1']
    ))
  test('a short text is the caption of the first call', ({ assert }) =>
    assert.deepEqual(
      plan(
        send(
          filesOf(
            [
              ['image', 'photo'],
              ['document', 'contract'],
            ],
            'hi'
          )
        )
      ),
      ['1+caption', '1']
    ))
  test('a text too long for a caption goes first, whole', ({ assert }) =>
    assert.deepEqual(plan(send(filesOf([['image', 'photo']], 'x'.repeat(21)))), ['text', '1']))
  test('a kind without captions gets the text before it', ({ assert }) =>
    assert.deepEqual(plan(send(filesOf([['voice', 'note']], 'hi'))), ['text', '1']))
  test('only the first call is the reply', ({ assert }) => {
    const calls = planCalls(
      send(photos(4), { replyTo: quoted }),
      { ...can, replies: true },
      about,
      name
    )
    if (isFailure(calls)) throw calls
    assert.deepEqual(
      calls.map(({ replyTo }) => replyTo !== undefined),
      [true, false]
    )
  })
})
