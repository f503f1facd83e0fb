/** The words of the interface: complete in both languages, used, and nowhere but in the catalogues. */
import { test } from '@japa/runner'
import { IntlMessageFormat } from 'intl-messageformat'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'vue/compiler-sfc'

const root = join(import.meta.dirname, '..')
const languages = ['ru', 'en'] as const
type Tree = { readonly [key: string]: string | Tree }

function wordsOf(language: string): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (prefix: string, tree: Tree): void => {
    for (const [name, value] of Object.entries(tree)) {
      if (typeof value === 'string') found.set(`${prefix}.${name}`, value)
      else walk(`${prefix}.${name}`, value)
    }
  }
  for (const file of globSync(`lang/${language}/ui/*.json`, { cwd: root })) {
    const name = file.replaceAll('\\', '/').replace(/^.*\/|\.json$/g, '')
    walk(name, JSON.parse(readFileSync(join(root, file), 'utf8')) as Tree)
  }
  return found
}

const sources = globSync('**/*.{vue,ts}', { cwd: root })
  .filter((path) => !path.endsWith('.spec.ts'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** Keys as they stand in the code, and beginnings of those that are put together: `states.${…}`. */
function usedKeys(files: ReadonlySet<string>) {
  const exact = new Map<string, string>()
  const begins = new Map<string, string>()
  for (const { path, text } of sources) {
    for (const [, key] of text.matchAll(/['`]([a-z_]+(?:\.[a-z_]+)+)['`]/g))
      if (key !== undefined && files.has(key.split('.')[0] ?? '')) exact.set(key, path)
    for (const [, start] of text.matchAll(/`([a-z_]+(?:\.[a-z_]+)*\.)\$\{/g))
      if (start !== undefined && files.has(start.split('.')[0] ?? '')) begins.set(start, path)
  }
  return { exact, begins }
}

const shownAttributes = [
  'title',
  'label',
  'placeholder',
  'alt',
  'aria-label',
  'description',
  'hint',
]
const plainWords = /[A-Za-zА-Яа-яЁё]{2,}/

type Node = {
  readonly type: number
  readonly content?: unknown
  readonly children?: readonly Node[]
  readonly props?: readonly { type: number; name: string; value?: { content: string } }[]
}

/** 2 is a text node, 6 an attribute with a fixed value (vue/compiler-sfc). */
function bareWords(node: Node): string[] {
  const own =
    node.type === 2 && plainWords.test(String(node.content)) ? [String(node.content).trim()] : []
  const attributes = (node.props ?? [])
    .filter(({ type, name }) => type === 6 && shownAttributes.includes(name))
    .map(({ value }) => value?.content ?? '')
    .filter((words) => plainWords.test(words))
  return [...own, ...attributes, ...(node.children ?? []).flatMap(bareWords)]
}

test.group('words of the interface', () => {
  const [ru, en] = [wordsOf('ru'), wordsOf('en')]
  const files = new Set([...ru.keys()].map((key) => key.split('.')[0] ?? ''))

  test('both languages have the same keys, none of them empty', ({ assert }) => {
    assert.deepEqual([...ru.keys()].sort(), [...en.keys()].sort())
    assert.isAbove(ru.size, 100)
    for (const words of [...ru.values(), ...en.values()]) assert.notEqual(words.trim(), '')
  })

  test('every key that the pages ask for exists', ({ assert }) => {
    const { exact, begins } = usedKeys(files)
    const missing = [...exact].filter(([key]) => !ru.has(key))
    const blind = [...begins].filter(
      ([start]) => ![...ru.keys()].some((key) => key.startsWith(start))
    )
    assert.deepEqual([...missing, ...blind], [])
  })

  test('every key is asked for', ({ assert }) => {
    const { exact, begins } = usedKeys(files)
    const unused = [...ru.keys()].filter(
      (key) => !exact.has(key) && ![...begins.keys()].some((start) => key.startsWith(start))
    )
    assert.deepEqual(unused, [])
  })

  test('templates hold no words of their own', ({ assert }) => {
    const found = sources
      .filter(({ path }) => path.endsWith('.vue'))
      .flatMap(({ path, text }) => {
        const tree = parse(text).descriptor.template?.ast
        return tree ? bareWords(tree as unknown as Node).map((words) => `${path}: ${words}`) : []
      })
    assert.deepEqual(found, [])
  })

  test('code holds no Russian words', ({ assert }) => {
    const withoutComments = (text: string): string =>
      text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|^\s*\/\/.*$/gm, '')
    const found = sources.filter(({ text }) => /[А-Яа-яЁё]/.test(withoutComments(text)))
    assert.deepEqual(
      found.map(({ path }) => path),
      []
    )
  })

  test('every pattern can be formatted, and Russian plurals have all their forms', ({ assert }) => {
    for (const [language, words] of [
      [languages[0], ru],
      [languages[1], en],
    ] as const) {
      for (const [key, pattern] of words) {
        assert.doesNotThrow(
          () => new IntlMessageFormat(pattern, language, undefined, { ignoreTag: true })
        )
        if (language !== 'ru' || !pattern.includes(', plural,')) continue
        for (const form of ['one', 'few', 'many', 'other'])
          assert.include(pattern, `${form} {`, `${key} has no form «${form}»`)
      }
    }
  })

  test('one, two and five dialogs read right in Russian', ({ assert }) => {
    const format = new IntlMessageFormat(ru.get('cabinet.unanswered_badge') ?? '', 'ru')
    assert.deepEqual(
      [1, 2, 5, 21].map((n) => format.format({ n })),
      [
        '1 диалог без ответа',
        '2 диалога без ответа',
        '5 диалогов без ответа',
        '21 диалог без ответа',
      ]
    )
  })
})
