/** Counts how often it ran each row, and its own memory: `fork(counter, [settings])`. Tells both when asked. */
import { silentLogger, step, type Logger } from '@svyaz/core'
import { z } from 'zod'
import { openHub } from '../hub.ts'
import { settingsOf, type CounterSettings } from '../settings.ts'
import { endWithParent } from './end_with_parent.ts'

const { databaseUrl, rows } = settingsOf<CounterSettings>()
const times = new Uint8Array(rows)
let ran = 0
let mostMb = 0

/** The step does nothing: what is measured is what the outbox does with it. */
const count = step({
  lane: 'send',
  input: z.number(),
  run: async (row: number) => {
    times[row] = (times[row] ?? 0) + 1
    ran++
    return {}
  },
})

const work = { count: { lanes: { send: { intervalMs: 0, concurrency: 100 } }, steps: { count } } }
const log: Logger = {
  ...silentLogger,
  error: (_fields, said) => {
    if (said.includes('lease is lost')) process.send?.({ lost: Date.now() })
  },
}
const { hub } = openHub(databaseUrl, { work, log, keepsEnds: false })
endWithParent()
setInterval(() => {
  mostMb = Math.max(mostMb, Math.round(process.memoryUsage.rss() / 2 ** 20))
  process.send?.({ progress: { ran, mostMb } })
}, 500)
process.on('message', () => process.send?.({ times: Buffer.from(times).toString('base64') }))
await hub.start()
