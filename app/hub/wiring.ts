import { createEndCalls } from '#app/intake/end_calls'
import { createTakeIn } from '#app/intake/take_in'
import app from '@adonisjs/core/services/app'
import type { HubOptions, Sql } from '@svyaz/core'

type Wiring = Required<Pick<HubOptions<Sql>, 'onEvents' | 'onEnds' | 'onState' | 'onHint'>>

/** Where what happens in the hub goes: to intake, to the desk, to the browsers. */
export function wiring(): Wiring {
  const hints = { changed: () => {} }
  return {
    onEvents: createTakeIn({ hub: () => app.container.make('hub'), hints }),
    onEnds: createEndCalls({ hints }),
    onState: () => {},
    onHint: () => {},
  }
}
