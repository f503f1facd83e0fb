import database from '#app/database/service'
import { createEndCalls } from '#app/intake/end_calls'
import { createTakeIn } from '#app/intake/take_in'
import { createHearTyping } from '#app/live/hear_typing'
import { heard, memory } from '#app/intake/service'
import { hints } from '#app/live/service'
import { team } from '#app/live/team'
import { endImports } from '#app/reach/import_contacts'
import { noteProgress } from '#app/reach/queries/imports'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import type { HubOptions, Sql } from '@svyaz/core'

type Wiring = Required<
  Pick<HubOptions<Sql>, 'onEvents' | 'onEnds' | 'onState' | 'onHint' | 'onContacts'>
>

/** Where what happens in the hub goes: to intake, to the desk, to the browsers. */
export function wiring(): Wiring {
  const endCalls = createEndCalls({ hints: heard })
  return {
    onEvents: createTakeIn({ hub: () => app.container.make('hub'), hints, memory }),
    async onEnds(ends, tx) {
      await endImports(ends, tx)
      return endCalls(ends, tx)
    },
    onState(account, company, state) {
      hints.account(company, account, state)
      // A session that has just begun doesn't know yet whether anybody is there.
      if (state.is === 'online')
        void app.container.make('hub').then((hub) => hub.online(account, team.isOnline(company)))
    },
    onContacts(account, company, { row, found }) {
      // How far it is; the end is told by the end of its row.
      noteProgress(database, { company, account, row }, found).catch((error: Error) =>
        logger.warn({ account, error: error.name }, 'progress of a reading was not noted')
      )
    },
    onHint: createHearTyping(database, hints),
  }
}
