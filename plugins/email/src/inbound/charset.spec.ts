import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import iconv from 'iconv-lite'
import { rescueCharsets } from './charset.ts'
import { parseLetter } from './parse.ts'

const words = 'Здравствуйте, когда будет готов мой заказ? Пришлите, пожалуйста, счёт на оплату.'
const place = { folder: 'INBOX', uidValidity: '1', uid: 1 }

async function read(raw: Buffer) {
  const parsed = await parseLetter(
    { place, arrivedAt: 0, size: raw.length, source: raw },
    async () => undefined
  )
  return { text: parsed.text?.trim(), subject: parsed.subject, html: parsed.html }
}

/** As a mailbox gives a letter that is too long to be held. */
function streamOf(raw: Buffer): Readable {
  const chunk = 65_536
  const chunks = Array.from({ length: Math.ceil(raw.length / chunk) }, (_, index) =>
    raw.subarray(index * chunk, (index + 1) * chunk)
  )
  return Readable.from(chunks, { objectMode: false })
}

function letter(head: string, body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`From: a@client.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n${head}\r\n\r\n`),
    body,
  ])
}

test.group('charsets', () => {
  for (const charset of ['koi8-r', 'windows-1251', 'cp866', 'iso-8859-5', 'utf-8']) {
    test(`${charset} that is declared is read`, async ({ assert }) => {
      const raw = letter(
        `Content-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: 8bit`,
        iconv.encode(words, charset)
      )
      assert.equal((await read(raw)).text, words)
    })

    test(`${charset} that nobody declares is recognised`, async ({ assert }) => {
      const raw = letter(
        'Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit',
        iconv.encode(words, charset)
      )
      assert.equal((await read(raw)).text, words)
    })

    test(`${charset} in base64 under a false "us-ascii" is recognised`, async ({ assert }) => {
      const body = Buffer.from(iconv.encode(words, charset).toString('base64'))
      const raw = letter(
        'Content-Type: text/plain; charset="us-ascii"\r\nContent-Transfer-Encoding: base64',
        body
      )
      assert.equal((await read(raw)).text, words)
    })

    test(`a header of raw ${charset} bytes is read`, async ({ assert }) => {
      const head = iconv.encode('Subject: Заказ на вторник, срочно', charset)
      const raw = Buffer.concat([
        Buffer.from('From: a@client.test\r\n'),
        head,
        Buffer.from('\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx'),
      ])
      assert.equal((await read(raw)).subject, 'Заказ на вторник, срочно')
    })
  }

  test('no header of a type at all: the bytes decide', async ({ assert }) => {
    const raw = Buffer.concat([
      Buffer.from('From: a@client.test\r\n\r\n'),
      iconv.encode(words, 'windows-1251'),
    ])
    assert.equal((await read(raw)).text, words)
  })

  test('an unknown label that holds UTF-8 is UTF-8', async ({ assert }) => {
    const raw = letter(
      'Content-Type: text/plain; charset=x-unknown\r\nContent-Transfer-Encoding: 8bit',
      Buffer.from(words)
    )
    assert.equal((await read(raw)).text, words)
  })

  test('windows-1251 that calls itself iso-8859-1 is decoded again', async ({ assert }) => {
    const raw = letter(
      'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit',
      iconv.encode(words, 'windows-1251')
    )
    assert.equal((await read(raw)).text, words)
  })

  test('real French stays French', async ({ assert }) => {
    const french = 'Où est ma commande ? Merci à vous, très cordialement.'
    const raw = letter(
      'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit',
      iconv.encode(french, 'iso-8859-1')
    )
    assert.equal((await read(raw)).text, french)
  })

  test('an HTML part says its charset in <meta> alone', async ({ assert }) => {
    const html = `<html><head><meta charset="koi8-r"></head><body>Да, жду ответа</body></html>`
    const raw = letter(
      'Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit',
      iconv.encode(html, 'koi8-r')
    )
    assert.include((await read(raw)).html ?? '', 'Да, жду ответа')
  })

  test('iso-2022-jp is read as declared', async ({ assert }) => {
    const bytes = Buffer.from('\u001b$B$3$s$K$A$O\u001b(B', 'latin1')
    const raw = letter('Content-Type: text/plain; charset=iso-2022-jp', bytes)
    assert.equal((await read(raw)).text, 'こんにちは')
  })

  test('a part of a multipart is mended, its neighbours are left', async ({ assert }) => {
    const raw = Buffer.concat([
      Buffer.from(
        'From: a@client.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\n'
      ),
      iconv.encode(words, 'windows-1251'),
      Buffer.from(
        '\r\n--b1\r\nContent-Type: application/octet-stream; name=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n3q2+7w==\r\n--b1--\r\n'
      ),
    ])
    assert.equal((await read(raw)).text, words)
  })

  for (const charset of ['koi8-r', 'windows-1251', 'utf-8']) {
    for (const encoding of ['8bit', 'base64']) {
      test(`a long letter in undeclared ${charset}, as ${encoding}, is read from its beginning`, async ({
        assert,
      }) => {
        const text = `${words}\r\n`.repeat(12_000)
        const bytes = iconv.encode(text, charset)
        const lines = bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
        const raw = letter(
          `Content-Type: text/plain\r\nContent-Transfer-Encoding: ${encoding}`,
          encoding === '8bit' ? bytes : Buffer.from(lines)
        )
        const parsed = await parseLetter(
          { place, arrivedAt: 0, size: raw.length, source: streamOf(raw) },
          async () => undefined
        )
        assert.isAbove(raw.length, 900_000)
        assert.equal(
          parsed.text?.replace(/\r?\n/g, '').slice(0, 500),
          words.repeat(10).slice(0, 500)
        )
        assert.notInclude(parsed.text ?? '', '\ufffd')
        assert.equal(parsed.text?.split('оплату.').length, 12_001)
      })
    }
  }

  test('letters of its own may begin behind pages of style sheets', async ({ assert }) => {
    const body = Buffer.concat([
      Buffer.from(`<style>${'p{color:red} '.repeat(8000)}</style><p>`),
      iconv.encode(words, 'koi8-r'),
    ])
    const raw = letter('Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit', body)
    assert.include((await read(raw)).html ?? '', words)
  })

  test('a letter that needs nothing comes back byte for byte', ({ assert }) => {
    const raw = letter(
      'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit',
      Buffer.from(words)
    )
    assert.deepEqual(rescueCharsets(raw), raw)
  })
})
