import { Problem } from '#app/http/problem'
import { CsvError, parse } from 'csv-parse/sync'
import { pathMark, sectionName } from '../section_tree.js'

/** A line of a file of replies, as a person wrote it. `line`: where it begins in the file, from 1. */
export type CsvRow = {
  readonly line: number
  readonly path: readonly string[]
  readonly title: string
  readonly questions: readonly string[]
  readonly text: string
}

type Column = 'section' | 'title' | 'questions' | 'text'

/** Headings in both languages; the first of each is what we write. */
const headings: { readonly [column in Column]: readonly string[] } = {
  section: ['раздел', 'section'],
  title: ['название', 'title'],
  questions: ['вопросы', 'questions'],
  text: ['текст', 'text', 'ответ', 'reply'],
}
const columns: readonly Column[] = ['section', 'title', 'questions', 'text']

export const mostCsvRows = 5000

/** Throws words for a person: E_CSV_BROKEN, E_CSV_HEADINGS, E_CSV_EMPTY, E_CSV_TOO_LONG. */
export function parseCsv(file: string): readonly CsvRow[] {
  const [head, ...lines] = recordsOf(file)
  if (!head) throw new Problem(422, 'E_CSV_EMPTY')
  const places = placesOf(head.record)
  if (lines.length === 0) throw new Problem(422, 'E_CSV_EMPTY')
  if (lines.length > mostCsvRows) throw new Problem(422, 'E_CSV_TOO_LONG', { most: mostCsvRows })
  return lines.map(({ record, line }) => {
    const cell = (column: Column) => unguarded(record[places[column]] ?? '').trim()
    return {
      line,
      path: splitPath(cell('section')),
      title: cell('title').replaceAll(/\s+/gu, ' '),
      questions: splitQuestions(cell('questions')),
      text: cell('text').replaceAll('\r\n', '\n'),
    }
  })
}

/** As Excel of Russia opens it: a mark of UTF-8 in front, semicolons between. */
export function printCsv(rows: readonly Omit<CsvRow, 'line'>[]): string {
  const cells = rows.map(({ path, title, questions, text }) => [
    path.join(pathMark),
    title,
    questions.join('; '),
    text,
  ])
  const lines = [columns.map((column) => headings[column][0] ?? column), ...cells]
  return `\u{feff}${lines.map((line) => line.map(printCell).join(';')).join('\r\n')}\r\n`
}

/** Semicolons and line breaks part them, in files and in fields alike. */
export function splitQuestions(typed: string): readonly string[] {
  const each = typed.split(/[;\n]/u).map((one) => one.replaceAll(/\s+/gu, ' ').trim())
  return [...new Set(each.filter((one) => one !== ''))]
}

type Line = { readonly record: readonly string[]; readonly line: number }

function recordsOf(file: string): readonly Line[] {
  try {
    const found = parse(file, {
      bom: true,
      delimiter: delimiterOf(file),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as readonly { record: readonly string[]; info: { lines: number } }[]
    // The parser tells where a record ends.
    return found.map(({ record, info }) => ({ record, line: info.lines - breaksIn(record) }))
  } catch (error) {
    if (error instanceof CsvError)
      throw new Problem(422, 'E_CSV_BROKEN', { line: Number(error.lines ?? 1) })
    throw error
  }
}

function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
}

/** By the headings, which have neither in their names. */
function delimiterOf(file: string): ';' | ',' {
  const [first = ''] = file.split('\n', 1)
  return first.split(';').length >= first.split(',').length ? ';' : ','
}

function placesOf(head: readonly string[]): { readonly [column in Column]: number } {
  const names = head.map((name) => name.trim().toLowerCase())
  const place = (column: Column) => names.findIndex((name) => headings[column].includes(name))
  const places = Object.fromEntries(columns.map((column) => [column, place(column)]))
  if (places.title === -1 || places.text === -1) throw new Problem(422, 'E_CSV_HEADINGS')
  return places as { readonly [column in Column]: number }
}

function splitPath(cell: string): readonly string[] {
  return cell
    .split(pathMark)
    .map(sectionName)
    .filter((name) => name !== '')
}

/** What a spreadsheet would take for a formula gets an apostrophe in front, and loses it on the way back. */
const formula = /^'*[=+\-@\t\r]/
const guarded = /^'+[=+\-@\t\r]/

function unguarded(cell: string): string {
  return guarded.test(cell) ? cell.slice(1) : cell
}

function printCell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[";,\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
