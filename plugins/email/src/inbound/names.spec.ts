import { test } from '@japa/runner'
import { cleanLine, fileName } from './names.ts'

test.group('names', () => {
  for (const [name, mime, shown] of [
    ['../../etc/passwd', 'text/plain', 'passwd'],
    ['C:\\temp\\счёт.pdf', 'application/pdf', 'счёт.pdf'],
    ['a\u202efdp.exe', 'application/octet-stream', 'afdp.exe'],
    ['bad:name?.txt. . ', 'text/plain', 'bad_name_.txt'],
    [undefined, 'text/calendar', 'invite.ics'],
    ['..', 'application/x', 'file'],
  ] as const) {
    test(`${String(name)} (${mime}) is shown as ${shown}`, ({ assert }) => {
      assert.equal(fileName(name, mime), shown)
    })
  }

  test('a long name keeps its extension within 200 bytes', ({ assert }) => {
    const name = fileName(`${'я'.repeat(300)}.docx`, 'application/x')
    assert.isTrue(name.endsWith('.docx'))
    assert.isAtMost(Buffer.byteLength(name), 200)
  })

  test('names of people have no line breaks and no direction tricks', ({ assert }) => {
    assert.equal(cleanLine('Анна\r\nBcc: x\u202e y'), 'Анна Bcc: x y')
  })
})
