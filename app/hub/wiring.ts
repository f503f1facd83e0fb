import database from '#app/database/service'
import { createEndCalls } from '#app/intake/end_calls'
import { createTakeIn } from '#app/intake/take_in'
import { createHearTyping } from '#app/live/hear_typing'
import { heard, memory } from '#app/intake/service'
import { hints } from '#app/live/service'
import { team } from '#app/live/team'
import app from '@adonisjs/core/services/app'
import type { HubOptions, Sql } from '@svyaz/core'

type Wiring = Required<Pick<HubOptions<Sql>, 'onEvents' | 'onEnds' | 'onState' | 'onHint'>>

/** Where what happens in the hub goes: to intake, to the desk, to the browsers. */
export function wiring(): Wiring {
  return {
    onEvents: createTakeIn({ hub: () => app.container.make('hub'), hints, memory }),
    onEnds: createEndCalls({ hints: heard }),
    onState(account, company, state) {
      hints.account(company, account, state)
      // A session that has just begun doesn't know yet whether anybody is there.
      if (state.is === 'online')
        void app.container.make('hub').then((hub) => hub.online(account, team.isOnline(company)))
    },
    onHint: createHearTyping(database, hints),
  }
}
