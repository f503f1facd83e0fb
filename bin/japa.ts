/** Runs spec files of core and plugins, which need no application: `node --conditions=@svyaz/source bin/japa.ts 'core/src/**\/*.spec.ts'` */
import { assert } from '@japa/assert'
import { configure, processCLIArgs, run } from '@japa/runner'
import { withTestServer } from './support/test_server.ts'
import { summaryReporter } from './support/summary_reporter.ts'

const globs = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
processCLIArgs(process.argv.slice(2).filter((argument) => argument.startsWith('-')))

const server = await withTestServer()
configure({
  files: globs,
  plugins: [assert()],
  reporters: summaryReporter,
  timeout: 30_000,
  teardown: [() => server.stop()],
})
await run()
