import { deepestSection, pathMark, sameName } from '../section_tree.js'
import type { SectionTree } from '../section_tree.js'
import { unknownVariable } from '../variables.js'
import { longest } from '../replies_validator.js'
import type { CsvRow } from './csv.js'

export type Existing = {
  readonly id: string
  readonly section: string | null
  readonly title: string
  readonly text: string
  readonly questions: readonly string[]
  readonly hasFiles: boolean
}

export type PlannedLine = {
  readonly line: number
  readonly state: 'new' | 'changed' | 'same'
  readonly path: readonly string[]
  readonly title: string
  readonly text: string
  readonly questions: readonly string[]
  /** Of the reply that is there already. */
  readonly id: string | undefined
}

/** Words are `server.<code>` with these parameters. */
export type RejectedLine = {
  readonly line: number
  readonly code: `E_${string}`
  readonly params: { readonly [name: string]: string | number }
}

export type ImportPlan = {
  readonly lines: readonly PlannedLine[]
  readonly rejected: readonly RejectedLine[]
  /** To be made, from the top down. */
  readonly sections: readonly (readonly string[])[]
}

export type Known = {
  readonly tree: SectionTree
  readonly replies: readonly Existing[]
  mayEdit(section: string | null): boolean
}

/** What a file would do: a reply with the same title in the same section is changed, any other is new. Pure. */
export function planImport(rows: readonly CsvRow[], known: Known): ImportPlan {
  const byPlace = new Map(
    known.replies.map((reply) => [placeOf(known.tree.namesOf(reply.section), reply.title), reply])
  )
  const seen = new Map<string, number>()
  const sections = new Map<string, readonly string[]>()
  const lines: PlannedLine[] = []
  const rejected: RejectedLine[] = []
  for (const row of rows) {
    const place = placeOf(row.path, row.title)
    const there = byPlace.get(place)
    const refusal = twice(seen.get(place)) ?? refusalOf(row, there, known)
    if (refusal) rejected.push({ line: row.line, ...refusal })
    else {
      const made = there ? [] : missing(row.path, known.tree)
      for (const path of made) sections.set(pathKey(path), path)
      const { line, path, title, text, questions } = row
      lines.push({ line, path, title, text, questions, state: stateOf(row, there), id: there?.id })
    }
    seen.set(place, seen.get(place) ?? row.line)
  }
  return { lines, rejected, sections: [...sections.values()] }
}

type Refusal = Omit<RejectedLine, 'line'>

const refuse = (code: Refusal['code'], params: Refusal['params'] = {}): Refusal => ({
  code,
  params,
})

function twice(line: number | undefined): Refusal | undefined {
  return line === undefined ? undefined : refuse('E_CSV_TWICE', { line })
}

function refusalOf(row: CsvRow, there: Existing | undefined, known: Known): Refusal | undefined {
  const { title, text, questions, path } = row
  if (title === '') return refuse('E_CSV_NO_TITLE')
  if (text === '' && there?.hasFiles !== true) return refuse('E_CSV_NO_TEXT')
  if (title.length > longest.title) return refuse('E_CSV_TITLE_LONG', { most: longest.title })
  if (text.length > longest.text) return refuse('E_CSV_TEXT_LONG', { most: longest.text })
  if (
    questions.length > longest.questions ||
    questions.some((one) => one.length > longest.question)
  )
    return refuse('E_CSV_QUESTIONS', { most: longest.questions, letters: longest.question })
  if (path.length > deepestSection) return refuse('E_SECTION_TOO_DEEP', { most: deepestSection })
  if (path.some((name) => name.length > longest.section))
    return refuse('E_CSV_SECTION_LONG', { most: longest.section })
  const unknown = unknownVariable(text)
  if (unknown !== undefined) return refuse('E_REPLY_VARIABLE', { variable: unknown })
  if (!known.mayEdit(nearest(path, known.tree))) return refuse('E_REPLIES_NOT_YOURS')
  return undefined
}

function stateOf(row: CsvRow, there: Existing | undefined): PlannedLine['state'] {
  if (!there) return 'new'
  const isSame =
    row.title === there.title &&
    row.text === there.text &&
    row.questions.join('\n') === there.questions.join('\n')
  return isSame ? 'same' : 'changed'
}

/** Of the sections in a path those that aren't there yet, from the top down. */
function missing(path: readonly string[], tree: SectionTree): readonly (readonly string[])[] {
  const each = path.map((_, n) => path.slice(0, n + 1))
  return each.filter((one) => findSection(one, tree) === undefined)
}

/** The deepest section of a path that is there: who may change it may make others below. */
function nearest(path: readonly string[], tree: SectionTree): string | null {
  for (let depth = path.length; depth > 0; depth--) {
    const there = findSection(path.slice(0, depth), tree)
    if (there !== undefined) return there
  }
  return null
}

export function findSection(path: readonly string[], tree: SectionTree): string | undefined {
  let at: string | null = null
  for (const name of path) {
    const next = tree.named(at, name)
    if (!next) return undefined
    at = next.id
  }
  return at ?? undefined
}

export function pathKey(path: readonly string[]): string {
  return path.map(sameName).join(pathMark)
}

function placeOf(path: readonly string[], title: string): string {
  return `${pathKey(path)}\n${sameName(title)}`
}
