/** The mail servers that the product's specs share. They end with the process. */
import { mailServers, type MailServers } from '../../plugins/email/simulator/index.ts'

const started = await mailServers()
if (!('unavailable' in started)) process.once('exit', () => started.stopNow())

/** Why there are none; undefined: there are. For `test.skip`. */
export const noMail: string | undefined = 'unavailable' in started ? started.unavailable : undefined

/** Group callbacks run without servers too; tests are skipped then. */
export function mail(): MailServers {
  if ('unavailable' in started) throw new Error(started.unavailable)
  return started
}
