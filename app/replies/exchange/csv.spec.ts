import { test } from '@japa/runner'
import { parseCsv, printCsv, splitQuestions, type CsvRow } from './csv.js'

const codeOf = (run: () => unknown): string => {
  try {
    run()
    return 'no error'
  } catch (error) {
    return String((error as { code?: unknown }).code)
  }
}

const rows: readonly Omit<CsvRow, 'line'>[] = [
  {
    path: ['Доставка', 'Москва'],
    title: 'Сроки',
    questions: ['когда', 'сколько дней'],
    text: 'Два\nдня',
  },
  { path: [], title: 'Say "hi"', questions: [], text: 'a;b,c' },
  { path: ['24/7'], title: '=1+1', questions: ['+7'], text: "'=cmd" },
]

test.group('Files of replies', () => {
  test('what is written is read back the same', ({ assert }) => {
    const read = parseCsv(printCsv(rows))
    assert.deepEqual(
      read.map(({ line, ...row }) => row),
      rows
    )
    assert.deepEqual(
      read.map(({ line }) => line),
      [2, 4, 5]
    )
  })

  test('Excel gets a mark of its encoding, semicolons, and no formula', ({ assert }) => {
    const file = printCsv(rows)
    assert.isTrue(file.startsWith('\u{feff}раздел;название;вопросы;текст\r\n'))
    assert.include(file, `24/7;'=1+1;'+7;''=cmd`)
    for (const line of file.split('\r\n'))
      for (const cell of line.split(';')) assert.notMatch(cell, /^"?[=+@\t-]/)
  })

  test('commas, headings in English and in another order, lines without anything', ({ assert }) => {
    const file = 'text,Title,extra\n"Hello, you",Greeting,x\n,,\n\nBye,Farewell\n'
    assert.deepEqual(parseCsv(file), [
      { line: 2, path: [], title: 'Greeting', questions: [], text: 'Hello, you' },
      { line: 5, path: [], title: 'Farewell', questions: [], text: 'Bye' },
    ])
  })

  test('says what is wrong with a file as a whole', ({ assert }) => {
    assert.equal(
      codeOf(() => parseCsv('')),
      'E_CSV_EMPTY'
    )
    assert.equal(
      codeOf(() => parseCsv('название;текст\n')),
      'E_CSV_EMPTY'
    )
    assert.equal(
      codeOf(() => parseCsv('a;b\n1;2\n')),
      'E_CSV_HEADINGS'
    )
    assert.equal(
      codeOf(() => parseCsv('название;текст\n"a;b\n')),
      'E_CSV_BROKEN'
    )
    const long = `название;текст\n${'a;b\n'.repeat(5001)}`
    assert.equal(
      codeOf(() => parseCsv(long)),
      'E_CSV_TOO_LONG'
    )
  })

  test('questions are parted by semicolons and lines, each once', ({ assert }) => {
    assert.deepEqual(splitQuestions(' когда ;\nкогда; сколько  стоит;'), ['когда', 'сколько стоит'])
  })
})
