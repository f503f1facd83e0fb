import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { companyId, createHub, logIn, memoryStore } from '@svyaz/core'
import { discoverPlugins } from '../../app/plugins/discover.ts'
import { root } from '../../bin/run/environment.ts'
import { until } from '../support/until.ts'

const token = 'a token'
const run = promisify(execFile)

/** What a reader would copy: the blocks of a language on a page. */
async function blocks(page: string, language: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code]) => code ?? ''
  )
}

/** Inside the repository, so that the packages are found. */
async function aFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  await mkdir(join(root, 'tmp'), { recursive: true })
  const path = await mkdtemp(join(root, 'tmp', 'docs-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** The messenger of docs/plugins.md: takes posts, keeps them. */
async function aMessenger() {
  const posts: { readonly chat: string; readonly text: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      posts.push(JSON.parse(body) as (typeof posts)[number])
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return { posts, host, [Symbol.asyncDispose]: async () => void server.close() }
}

test.group('The pages of docs/', (group) => {
  group.each.timeout(120_000)

  test('hold code that compiles as it stands', async ({ assert }) => {
    await using folder = await aFolder()
    const embedding = await blocks('docs/embedding.md', 'ts')
    await writeFile(join(folder.path, 'embedding.ts'), embedding.join('\n'))
    for (const [at, code] of (await blocks('docs/plugins.md', 'ts')).entries())
      await writeFile(join(folder.path, `plugins${String(at)}.ts`), code)
    await writeFile(
      join(folder.path, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: { noEmit: true, isolatedDeclarations: false },
        include: ['*.ts'],
      })
    )
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await run(process.execPath, [tsc, '-p', folder.path]).catch(
      (error: { stdout: string }) => error
    )
    assert.equal(stdout, '')
  })

  test('hold a plugin that is found, receives and sends', async ({ assert }) => {
    await using folder = await aFolder()
    const [manifest = ''] = await blocks('docs/plugins.md', 'json')
    const [code = ''] = await blocks('docs/plugins.md', 'ts')
    const home = join(folder.path, 'hello')
    await mkdir(join(home, 'src'), { recursive: true })
    await writeFile(join(home, 'package.json'), manifest)
    await writeFile(join(home, 'src/index.ts'), code)
    const { found, broken } = await discoverPlugins([folder.path])
    assert.deepEqual(broken, [])

    await using messenger = await aMessenger()
    const texts: string[] = []
    const hub = createHub({
      plugins: found.map(({ plugin }) => plugin),
      store: memoryStore(),
      secretKeys: ['a secret key of at least thirty-two bytes'],
      allowHosts: [messenger.host],
      async onEvents(events, tx) {
        for (const event of events) {
          if (event.type !== 'message' || event.content.kind !== 'text') continue
          texts.push(event.content.text.text)
          const to = { by: 'chat', chat: event.chat } as const
          const content = { kind: 'text', text: { text: 'Hello, Anna' } } as const
          await hub.send(tx, event.account, { op: 'send', to, content, by: 'robot' })
        }
      },
    })
    await hub.start()
    const values = { bot: 'anna_bot', api: `http://${messenger.host}`, token }
    const company = companyId('0197f000-0000-7000-8000-000000000001')
    const account = await logIn(hub, 'hello', 'token', { company, values })
    const url = await hub.endpointUrl(account, '/in')
    const post = async (body: string, as = token) => {
      const init = { method: 'POST', headers: { authorization: `Bearer ${as}` }, body }
      return (await hub.fetch(new Request(url, init), { ip: '127.0.0.1' }))?.status
    }
    const message = JSON.stringify({ id: '1', chat: 'anna', name: 'Anna', text: 'Hi' })
    assert.equal(await post(message, 'a guess'), 401)
    assert.equal(await post('{'), 400)
    assert.equal(await post(message), 200)
    await until(() => messenger.posts.length === 1, 'the answer to arrive')
    assert.deepEqual(texts, ['Hi'])
    assert.deepInclude(messenger.posts[0], { chat: 'anna', text: 'Hello, Anna' })
    await hub.stop()
  })

  test('link to files that are there', async ({ assert }) => {
    const { stdout } = await run('git', ['ls-files', '*.md'], { cwd: root })
    const missing: string[] = []
    for (const page of stdout.split('\n').filter(Boolean)) {
      const text = await readFile(join(root, page), 'utf8')
      for (const [, link = ''] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        if (/^[a-z]+:/.test(link)) continue
        await readFile(join(root, page, '..', link)).catch((error: { code: string }) => {
          if (error.code !== 'EISDIR') missing.push(`${page}: ${link}`)
        })
      }
    }
    assert.deepEqual(missing, [])
  })
})
