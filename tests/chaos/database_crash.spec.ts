import { mkdtemp, readFile, rm, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { startPostgres, type Postgres } from '../../bin/services/postgres.ts'
import { isAlive } from '../../bin/services/processes.ts'
import { testSettings } from '../../bin/support/test_server.ts'
import { root } from '../../bin/run/environment.ts'
import { CuttableProxy } from '../support/cuttable_proxy.ts'
import { allMessages } from '../support/inbox_reader.ts'
import { Person } from '../support/person.ts'
import { Product } from '../support/product.ts'
import { until } from '../support/until.ts'

const crashes = 3
const writers = 32
/** Taken between two crashes, at least. */
const each = 200

test.group('PostgreSQL crashes while webhooks come in', (group) => {
  group.tap((one) => one.timeout(180_000))

  /** Writers who repeat nothing: each message is taken or it isn't. Returns those that were. */
  class Writers {
    readonly taken: string[] = []
    readonly #url: string
    #isOver = false
    #next = 0

    constructor(url: string) {
      this.#url = url
    }

    async write(): Promise<void> {
      await Promise.all(Array.from({ length: writers }, (_, n) => this.#one(`chat ${String(n)}`)))
    }

    end(): void {
      this.#isOver = true
    }

    async #one(chat: string): Promise<void> {
      while (!this.#isOver) {
        const text = `message ${String(this.#next++)}`
        const from = { id: chat, name: chat }
        const body = JSON.stringify({ id: text, chat, from, at: Date.now(), text })
        const answer = await fetch(this.#url, { method: 'POST', body }).catch(() => undefined)
        await answer?.text().catch(() => '')
        if (answer?.status === 204) this.taken.push(text)
        else await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }

  /** What it had in memory only is gone: nothing is written any more, as when the machine loses its power. */
  async function crash(folder: string): Promise<void> {
    const [pid] = (await readFile(join(folder, 'data/postmaster.pid'), 'utf8')).split('\n')
    process.kill(Number(pid), 'SIGQUIT')
    await until(() => !isAlive(Number(pid)), 'the server to be gone')
  }

  test('what was answered with 204 is there afterwards, once', async ({ assert, cleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'svyaz-crash-'))
    await chmod(folder, 0o755)
    const home = join(folder, 'postgres')
    const start = () => startPostgres({ folder: home, settings: testSettings })
    let server: Postgres = await start()
    cleanup(async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    })
    await using proxy = await CuttableProxy.to(server.url)
    const plugins = join(root, 'bench/plugins')
    await using product = await Product.start({ databaseUrl: proxy.url, plugins })
    const person = await Person.setUp(product.url)
    const { id: line } = await person.post<{ id: string }>('/lines', { name: 'Продажи' })
    const account = await person.connect(line, 'webhook', 'connect', {})
    const all = new Writers(await person.handout(account, 'in'))
    const writing = all.write()
    for (let n = 0; n < crashes; n++) {
      const before = all.taken.length
      await until(() => all.taken.length > before + each, 'messages are under way', 30_000)
      proxy.cut()
      await crash(home)
      server = await start()
      proxy.mend(server.url)
    }
    const before = all.taken.length
    await until(() => all.taken.length > before + each, 'messages are taken again', 30_000)
    all.end()
    await writing
    const stored = (await allMessages(person, 'webhook')).map(({ text }) => text)
    const once = new Set(stored)
    assert.lengthOf(once, stored.length, 'none is doubled')
    const lost = all.taken.filter((text) => !once.has(text))
    assert.deepEqual(lost, [], 'none is lost')
  })
})
