import database from '#app/database/service'
import { companyAccounts } from '#app/lines/queries/accounts'
import { companyId } from '@svyaz/core'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { Presence } from './presence.js'

/** Whether anybody is there to answer: told to the channels that show it. */
export const team = new Presence((company, online) => {
  void tellAccounts(company, online).catch((error: unknown) => {
    logger.warn({ err: error, company }, 'accounts were not told who is there')
  })
})

async function tellAccounts(company: string, online: boolean): Promise<void> {
  if (database.pool.ended) return
  // Asked for here: the hub itself is made with this module inside.
  const hub = await app.container.make('hub')
  for (const { id } of await companyAccounts(companyId(company))) hub.online(id, online)
}
