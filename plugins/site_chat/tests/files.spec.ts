import { test } from '@japa/runner'
import { VisitorRefused, newId } from '../simulator/index.ts'
import { aWorld, until } from './world.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

async function code(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'taken',
    (error: unknown) => (error instanceof VisitorRefused ? error.code : String(error))
  )
}

test.group('files', () => {
  test('a picture and words are one message; the picture is what its bytes say, not its name', async ({
    assert,
  }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const photo = await visitor.upload('лампа.dat', png, 'application/octet-stream')
    const claimed = await visitor.upload('не картинка.png', Buffer.from('текст'), 'image/png')
    assert.equal(photo.as, 'image')
    assert.equal(claimed.as, 'document')
    await visitor.write('Вот такая', { files: [photo.id, claimed.id] })
    const content = world.messages[0]?.content
    if (content?.kind !== 'files') throw new Error('no files')
    assert.equal(content.caption?.text, 'Вот такая')
    assert.deepEqual(
      content.files.map(({ as, name, mime, bytes }) => ({ as, name, mime, bytes })),
      [
        { as: 'image', name: 'лампа.dat', mime: 'image/png', bytes: png.length },
        { as: 'document', name: 'не картинка.png', mime: 'application/octet-stream', bytes: 10 },
      ]
    )
  })

  test('the same upload again is the same file', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const id = newId()
    const first = await visitor.upload('a.png', png, 'image/png', id)
    const second = await visitor.upload('a.png', png, 'image/png', id)
    assert.equal(first.id, second.id)
    assert.equal((await visitor.fetchFile(second)).status, 200)
  })

  test('a long name of pictures of faces is cut to whole ones', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const file = await visitor.upload(`a${'😀'.repeat(100)}.png`, png, 'image/png')
    assert.equal((await visitor.fetchFile(file)).status, 200)
  })

  test('too big, empty and runnable files are refused in words, before a message names them', async ({
    assert,
  }) => {
    await using world = await aWorld({ settings: { maxFileMb: 1 } })
    const visitor = await world.visitor()
    const big = new Uint8Array(1024 * 1024 + 1)
    assert.equal(await code(visitor.upload('big.bin', big)), 'E_SITE_CHAT_FILE_TOO_BIG')
    assert.equal(
      await code(visitor.upload('empty.txt', new Uint8Array())),
      'E_SITE_CHAT_FILE_EMPTY'
    )
    assert.equal(await code(visitor.upload('счёт.pdf.exe', png)), 'E_SITE_CHAT_FILE_TYPE')
    assert.equal(
      await code(visitor.upload('page.html', Buffer.from('<script>'))),
      'E_SITE_CHAT_FILE_TYPE'
    )
    assert.equal(
      await code(visitor.upload('honest.txt', Buffer.from('MZ\x90\x00'))),
      'E_SITE_CHAT_FILE_TYPE'
    )
    assert.equal(await code(visitor.write('', { files: [newId()] })), 'E_SITE_CHAT_FILE_GONE')
  })

  test('a file without a length over the limit is cut off while it comes', async ({ assert }) => {
    await using world = await aWorld({ settings: { maxFileMb: 1 } })
    const visitor = await world.visitor()
    const chunk = new Uint8Array(64 * 1024)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += chunk.length
        if (sent > 40 * 1024 * 1024) controller.close()
        else controller.enqueue(chunk)
      },
    })
    const headers = { 'x-svyaz-file': newId(), 'x-svyaz-name': 'endless.bin' }
    const init = { method: 'POST', body, headers, duplex: 'half' } as RequestInit
    const refused = await visitor.request('files', init).catch((error: unknown) => error)
    // Refused, or the connection cut under the rest: never taken.
    assert.instanceOf(refused, Error)
    assert.isEmpty(await visitor.lines())
  })

  test("an operator's file reaches the page and opens there", async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const mine = await visitor.upload('лампа.png', png, 'image/png')
    await visitor.write('Такая есть?', { files: [mine.id] })
    const content = world.messages[0]?.content
    const media = content?.kind === 'files' ? content.files[0]?.media : undefined
    if (typeof media !== 'string') throw new Error('no media')
    await world.answer('', {
      content: {
        kind: 'files',
        files: [{ as: 'image', media, name: 'счёт "1".png' }],
        caption: { text: 'Вот счёт' },
      },
    })
    await using page = visitor.listen()
    await until(() => page.answers.length === 1, 'the answer')
    const [line] = page.answers
    assert.equal(line?.text, 'Вот счёт')
    assert.equal(line?.files?.[0]?.name, 'счёт "1".png')
    const file = await visitor.fetchFile(line?.files?.[0] ?? { url: '' })
    assert.equal(file.headers.get('content-type'), 'image/png')
    assert.equal(file.headers.get('x-content-type-options'), 'nosniff')
    assert.deepEqual(Buffer.from(await file.arrayBuffer()), png)
  })

  test('a part of a file is given where a player asks for one', async ({ assert }) => {
    await using world = await aWorld()
    const visitor = await world.visitor()
    const file = await visitor.upload('a.png', png, 'image/png')
    const url = new URL(file.url, await world.url('/'))
    const part = await fetch(url, { headers: { range: 'bytes=1-3' } })
    assert.equal(part.status, 206)
    assert.equal(await part.text(), 'PNG')
    assert.equal(part.headers.get('content-range'), `bytes 1-3/${png.length}`)
  })
})
