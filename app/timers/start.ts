import database from '#app/database/service'
import desk from '#app/desk/service'
import logger from '@adonisjs/core/services/logger'
import { startTimers } from './timers.js'

/** The timers of this process. */
export function startOwnTimers(): () => Promise<void> {
  return startTimers({
    desk,
    sql: database,
    failed: (error, timer) => logger.error({ err: error, timer }, 'a timer failed'),
  })
}
