/** Takes a lock and keeps it until it is killed. */
import { underLock } from '../../bin/services/under_lock.ts'

const forever = setInterval(() => {}, 1000)
await underLock(process.argv[2] ?? '', async () => {
  process.send?.('inside')
  await new Promise(() => {})
})
clearInterval(forever)
