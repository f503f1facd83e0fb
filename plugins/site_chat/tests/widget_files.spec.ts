import { gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { aWorld } from './world.ts'

const budgetBytes = 20_000

type Files = Map<string, { text: string; bytes: number }>

/** What is loaded when it is first used. */
const later = /import\(\s*['"](\.[^'"]+)['"]/g

/** Follows the imports as a browser does, compressed as it asks for them. */
async function download(start: URL, known: Files = new Map()): Promise<Files> {
  const found: Files = new Map()
  const take = async (url: URL): Promise<void> => {
    if (found.has(url.href) || known.has(url.href)) return
    const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
    if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`)
    if (answer.headers.get('content-encoding') !== 'gzip') throw new Error('not compressed')
    const text = await answer.text()
    const bytes = gzipSync(text, { level: 9 }).length
    found.set(url.href, { text, bytes })
    for (const [, path = ''] of text.matchAll(/(?:from|import)\s*['"](\.[^'"]+)['"]/g)) {
      await take(new URL(path, url))
    }
  }
  await take(start)
  if (known.size > 0) return found
  const main = /['"](m\/[^'"]+)['"]/.exec(found.get(start.href)?.text ?? '')?.[1]
  await take(new URL(main ?? 'missing', start))
  return found
}

const sum = (files: Files): number =>
  [...files.values()].reduce((total, { bytes }) => total + bytes, 0)

/** A module that one of these loads later, and what it brings. */
async function lazily(files: Files, name: string): Promise<Files> {
  const main = [...files.keys()].find((url) => url.includes('/m/')) ?? ''
  return download(new URL(name, main), files)
}

test.group("the widget's files", () => {
  test('all that a page loads is at most 20 KB compressed', async ({ assert }) => {
    await using world = await aWorld()
    const files = await download(await world.url('/widget.js'))
    const total = sum(files)
    assert.isAbove(files.size, 10)
    const words = await Promise.all(
      ['words_ru.ts', 'words_en.ts'].map(async (name) => sum(await lazily(files, name)))
    )
    assert.isAtMost(total + Math.max(...words), budgetBytes)
  })

  test('what is loaded when first used is small, and complete by itself', async ({ assert }) => {
    await using world = await aWorld()
    const files = await download(await world.url('/widget.js'))
    const names = [...files.values()].flatMap(({ text }) =>
      [...text.matchAll(later)].map(([, path = '']) => path.replace('./', ''))
    )
    assert.sameMembers(names, ['acts.ts', 'ask_card.ts', 'words_ru.ts', 'words_en.ts'])
    for (const name of names) {
      assert.isAtMost(sum(await lazily(files, name)), 2_500, name)
    }
  })

  test('no file makes HTML, styles or code of a text', async ({ assert }) => {
    await using world = await aWorld()
    const files = await download(await world.url('/widget.js'))
    for (const [name, { text }] of files) {
      const risky =
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|cssText/
      assert.notMatch(text, risky, name)
    }
  })

  test('the loader is asked again soon, its modules never; both by ETag', async ({ assert }) => {
    await using world = await aWorld()
    const loader = await fetch(await world.url('/widget.js'))
    assert.match(loader.headers.get('cache-control') ?? '', /max-age=300/)
    assert.notMatch(await loader.text(), /\b(import|export)\b/)
    const etag = loader.headers.get('etag') ?? ''
    const again = await fetch(await world.url('/widget.js'), { headers: { 'if-none-match': etag } })
    assert.equal(again.status, 304)
    const files = await download(await world.url('/widget.js'))
    const module = [...files.keys()].find((url) => url.includes('/m/')) ?? ''
    const answer = await fetch(module)
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/)
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/)
    assert.equal((await fetch(module.replace(/[^/]+$/, '..%2findex.ts'))).status, 404)
  })

  test('the demo page is a shop with the snippet under a strict policy', async ({ assert }) => {
    await using world = await aWorld({ settings: { title: '<b>Лампы</b>' } })
    const demo = await fetch(await world.url('/demo?lang=ru'))
    const html = await demo.text()
    assert.include(html, '<script async src="widget.js"></script>')
    assert.notInclude(html, '<b>Лампы')
    assert.match(
      demo.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; script-src 'self'/
    )
    assert.include(await (await fetch(await world.url('/demo?lang=en'))).text(), '<html lang="en">')
  })
})
