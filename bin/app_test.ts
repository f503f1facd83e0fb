/** Specs that need the application: `node --conditions=@svyaz/source bin/app_test.ts functional --files=lines` */
import '@poppinss/ts-exec'
import 'reflect-metadata'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './run/environment.ts'
import { freePort } from './services/processes.ts'
import { summaryReporter } from './support/summary_reporter.ts'
import { withTestServer } from './support/test_server.ts'

const server = await withTestServer()
const storage = await mkdtemp(join(tmpdir(), 'svyaz-app-test-'))
const { testDatabase } = await import('../core/tests/support/database.ts')
const database = await testDatabase()
const port = await freePort()

Object.assign(process.env, {
  NODE_ENV: 'test',
  TZ: 'UTC',
  HOST: '127.0.0.1',
  PORT: String(port),
  APP_URL: `http://127.0.0.1:${String(port)}`,
  APP_KEY: 'a-key-for-tests-that-is-long-enough-0123456789',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'fatal',
  DATABASE_URL: database.url,
  SVYAZ_ROOT: root,
  SVYAZ_STORAGE: storage,
  SVYAZ_SIGNUP: 'open',
  SVYAZ_ALLOW_HOSTS: process.env.SVYAZ_ALLOW_HOSTS ?? '127.0.0.1',
  SVYAZ_PLUGINS: [join(root, 'plugins'), join(root, 'tests', 'plugins')].join(delimiter),
})

const { Ignitor, prettyPrintError } = await import('@adonisjs/core')
const { configure, processCLIArgs, run } = await import('@japa/runner')
const { prepareApp, japaPlugins } = await import('../tests/bootstrap.ts')

const ignitor = new Ignitor(new URL('../', import.meta.url), {
  importer: (path) =>
    path.startsWith('.') ? import(new URL(`../${path}`, import.meta.url).href) : import(path),
})

async function cleanUp(): Promise<void> {
  await database[Symbol.asyncDispose]()
  await rm(storage, { recursive: true, force: true })
  await server.stop()
}

ignitor
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
  })
  .testRunner()
  .configure((app) => {
    processCLIArgs(process.argv.slice(2))
    configure({
      ...app.rcFile.tests,
      plugins: japaPlugins(app),
      reporters: summaryReporter,
      setup: [() => prepareApp(app)],
      teardown: [() => app.terminate(), cleanUp],
    })
  })
  .run(() => run())
  .catch(async (error: unknown) => {
    process.exitCode = 1
    await prettyPrintError(error)
    await cleanUp()
  })
