import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { buildIfChanged } from '../../bin/run/build.ts'
import { root } from '../../bin/run/environment.ts'
import { isAlive } from '../../bin/services/processes.ts'
import { Person } from '../support/person.ts'
import { until } from '../support/until.ts'

/** `npm start` on a storage folder of its own. */
class Start {
  readonly child: ChildProcess
  output = ''

  constructor(storage: string, env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, ['bin/start.ts'], {
      cwd: root,
      detached: true,
      env: {
        ...process.env,
        DATABASE_URL: '',
        PORT: '',
        LOG_LEVEL: 'warn',
        SVYAZ_STORAGE: storage,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()))
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()))
  }

  async url(): Promise<string> {
    return until(
      () => {
        if (this.child.exitCode !== null) throw new Error(this.output)
        return /Open (http\S+)/.exec(this.output)?.[1]
      },
      `the address in: ${this.output}`,
      120_000
    )
  }

  /** As a terminal's Ctrl-C does: to the whole group. */
  async ctrlC(): Promise<number | null> {
    const exited = once(this.child, 'exit')
    process.kill(-(this.child.pid ?? 0), 'SIGINT')
    await exited
    return this.child.exitCode
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode
    const exited = once(this.child, 'exit')
    this.child.kill(signal)
    await exited
    return this.child.exitCode
  }

  killAll(): void {
    try {
      process.kill(-(this.child.pid ?? 0), 'SIGKILL')
    } catch {
      // Nobody of the group is left.
    }
  }
}

async function databasePid(storage: string): Promise<number> {
  const text = await readFile(join(storage, 'postgres/data/postmaster.pid'), 'utf8').catch(
    () => '0'
  )
  return Number(text.split('\n')[0])
}

test.group('npm start', (group) => {
  let storage = ''
  const started: Start[] = []
  const start = (env?: NodeJS.ProcessEnv) => {
    const next = new Start(storage, env)
    started.push(next)
    return next
  }

  group.setup(() => buildIfChanged(() => {}))
  group.each.setup(async () => {
    storage = await mkdtemp(join(tmpdir(), 'svyaz-start-'))
    await chmod(storage, 0o755)
    return async () => {
      for (const each of started.splice(0)) each.killAll()
      const pid = await databasePid(storage)
      if (isAlive(pid)) process.kill(pid, 'SIGINT')
      await until(() => !isAlive(pid) || pid === 0, 'the database to end')
      await rm(storage, { recursive: true, force: true })
    }
  })

  test('makes the company at the first visit and keeps it over a restart', async ({ assert }) => {
    const first = start()
    const url = await first.url()
    const setup = await fetch(url, { redirect: 'manual' })
    assert.match(setup.headers.get('location') ?? '', /\/setup$/)
    await Person.setUp(url)
    assert.equal(await first.ctrlC(), 0)
    assert.isFalse(
      existsSync(join(storage, 'postgres/data/postmaster.pid')),
      'PostgreSQL is stopped'
    )

    const second = start()
    await Person.signIn(await second.url())
    assert.equal(await second.end('SIGTERM'), 0)
  }).timeout(240_000)

  test('stops cleanly with an open browser', async ({ assert }) => {
    const run = start()
    const url = await run.url()
    const person = await Person.setUp(url)
    const stream = await fetch(
      `${url}/__transmit/events?uid=00000000-0000-4000-8000-000000000000`,
      { headers: { cookie: person.cookies, accept: 'text/event-stream' } }
    )
    assert.equal(stream.status, 200)
    const exit = run.end('SIGTERM')
    await stream.text().catch(() => '')
    assert.equal(await exit, 0)
    assert.isFalse(
      existsSync(join(storage, 'postgres/data/postmaster.pid')),
      'PostgreSQL is stopped'
    )
  }).timeout(120_000)

  test('adopts the database that a killed run left behind', async ({ assert }) => {
    const first = start()
    await Person.setUp(await first.url())
    first.killAll()
    await once(first.child, 'exit')
    assert.isTrue(isAlive(await databasePid(storage)), 'PostgreSQL outlived the kill')

    const second = start()
    await Person.signIn(await second.url())
    assert.include(second.output, 'still running')
    assert.equal(await second.end('SIGTERM'), 0)
  }).timeout(120_000)

  test('ends its server when it is killed alone', async ({ assert }) => {
    const first = start()
    const url = await first.url()
    await first.end('SIGKILL')
    await until(
      () =>
        fetch(url).then(
          () => false,
          () => true
        ),
      'the server to end'
    )
    const second = start()
    assert.equal(new URL(await second.url()).port, new URL(url).port)
    assert.equal(await second.end('SIGTERM'), 0)
  }).timeout(120_000)

  test('runs beside another one on the same data', async ({ assert }) => {
    const first = start()
    const one = await first.url()
    const second = start()
    const other = await second.url()
    assert.notEqual(one, other)
    assert.equal(await first.end('SIGTERM'), 0)
    assert.equal(
      (await fetch(`${other}/health/ready`)).status,
      200,
      'the database stays for the second'
    )
    assert.equal(await second.end('SIGTERM'), 0)
  }).timeout(120_000)

  test('two first starts at once make one database', async ({ assert }) => {
    const runs = [start(), start()]
    const urls = await Promise.all(runs.map((run) => run.url()))
    for (const url of urls)
      await until(async () => (await fetch(`${url}/health/ready`)).ok, `${url} to be ready`)
    const made = runs.filter(({ output }) => output.includes('Creating the database'))
    assert.lengthOf(made, 1)
    for (const run of runs) assert.equal(await run.end('SIGTERM'), 0)
  }).timeout(120_000)

  test('says which port is taken and how to choose another', async ({ assert }) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = String(typeof address === 'object' ? address?.port : 0)
    const run = start({ PORT: port })
    await once(run.child, 'exit')
    server.close()
    assert.equal(run.child.exitCode, 1)
    assert.include(run.output, `Port ${port} is taken`)
    assert.isFalse(
      existsSync(join(storage, 'postgres/data/postmaster.pid')),
      'PostgreSQL is stopped'
    )
  }).timeout(60_000)

  test('says so when the server behind DATABASE_URL does not answer', async ({ assert }) => {
    const run = start({ DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/nothing' })
    await once(run.child, 'exit')
    assert.equal(run.child.exitCode, 1)
    assert.match(run.output, /DATABASE_URL|database/i)
    assert.notInclude(run.output, 'secret')
  }).timeout(60_000)
})
