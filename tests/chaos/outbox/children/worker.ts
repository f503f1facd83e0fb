/** One process that runs rows: `fork(worker, [settings])`. Says `{ started }`, and `{ lost }` when a lease is over. */
import type { Logger } from '@svyaz/core'
import { openHub } from '../hub.ts'
import { settingsOf, type WorkerSettings } from '../settings.ts'
import { SinkClient } from '../sink_client.ts'
import { Watch } from '../watch.ts'
import { worksOf } from '../works.ts'
import { endWithParent } from './end_with_parent.ts'

const { databaseUrl, sinkUrl, leaseMs, seed, hasFlaws } = settingsOf<WorkerSettings>()

/** What operators would read; the lost lease is how a test knows which calls belong to which lease. */
const log: Logger = {
  debug: () => {},
  info: () => {},
  warn: (_fields, said) => process.send?.({ said }),
  error: (fields, said) => {
    if (said.includes('lease is lost')) process.send?.({ lost: Date.now() })
    const error = 'err' in fields ? String(fields.err) : ''
    process.send?.({ said: `${said} ${error}`.trim() })
  },
}

const sink = new SinkClient(sinkUrl)
const clock = new Watch()
const work = worksOf({ sink, watch: clock, seed, hasFlaws })
const { hub } = openHub(databaseUrl, { work, log, clock, leaseMs, keepsEnds: true })
endWithParent()
await hub.start()
process.send?.({ started: true })
