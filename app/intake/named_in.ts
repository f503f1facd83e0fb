import type { ReceivedEvent } from '@svyaz/core'
import { targetsOf } from './apply_targeted.js'
import { at } from './ledger.js'
import type { KeyOf } from './queries/find_keys.js'

/** The messages that events are, answer or change, each once. */
export function namedIn(events: readonly ReceivedEvent[]): readonly KeyOf[] {
  const keys = new Map<string, KeyOf>()
  for (const event of events) {
    const { company, account } = event
    for (const externalId of idsOf(event)) {
      keys.set(at(account, externalId), { company, account, externalId })
    }
  }
  return [...keys.values()]
}

function idsOf(event: ReceivedEvent): readonly string[] {
  switch (event.type) {
    case 'message':
      return event.replyTo === undefined ? [event.id] : [event.id, event.replyTo]
    case 'edit':
    case 'deletion':
    case 'reaction':
    case 'status':
      return targetsOf(event)
    case 'contact':
    case 'chat':
    case 'merge':
      return []
  }
}
