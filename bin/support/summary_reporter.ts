/** The spec reporter, plus counts as JSON in the file that SVYAZ_TEST_COUNTS names, for the whole run's closing line. */
import { appendFileSync } from 'node:fs'
import { spec } from '@japa/runner/reporters'
import type { Config } from '@japa/runner/types'

export const summaryReporter: NonNullable<Config['reporters']> = {
  activated: ['spec', 'counts'],
  list: [
    spec(),
    {
      name: 'counts',
      handler: (runner, emitter) => {
        emitter.on('runner:end', () => {
          const file = process.env.SVYAZ_TEST_COUNTS
          if (!file) return
          const { aggregates } = runner.getSummary()
          const { passed, failed, skipped, todo } = aggregates
          appendFileSync(file, `${JSON.stringify({ passed, failed, skipped: skipped + todo })}\n`)
        })
      },
    },
  ],
}
