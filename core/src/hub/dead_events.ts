import { Failure } from '../failure.ts'
import type { InboundEvent } from '../inbound.ts'
import type { DeadEvent } from '../outbox/store.ts'
import type { Hub } from './hub.ts'
import { describe, runAfter } from './intake_commit.ts'
import type { Parts } from './parts.ts'
import { isStoreTrouble } from './store_trouble.ts'

const pageSize = 100

/** Events that could not be processed: kept, shown, replayed or thrown away by a person. */
export function createDeadEvents<Tx>(parts: Parts<Tx>): Hub<Tx>['deadEvents'] {
  const { store, cipher } = parts
  const open = ({ account, event }: DeadEvent) =>
    cipher.openJson(event, { owner: account, key: 'dead event' }) as InboundEvent
  return {
    async list(company, limit = pageSize) {
      const dead = await store.deadEvents.list(company, limit)
      return dead.map((one) => ({ ...one, event: open(one) }))
    },
    count: (company) => store.deadEvents.count(company),
    async replay(company, id) {
      try {
        const after = await store.transaction(async (tx) => {
          const dead = await store.deadEvents.take(tx, company, id)
          if (!dead) throw gone()
          const { account } = dead
          const done = await parts.options.onEvents([{ ...open(dead), account, company }], tx)
          await store.deadEvents.remove(tx, company, id)
          return done
        })
        if (after) runAfter(after, parts.log)
      } catch (error) {
        if (
          !isStoreTrouble(error) &&
          !(error instanceof Failure && error.code === 'E_DEAD_EVENT_GONE')
        ) {
          await store.transaction((tx) =>
            store.deadEvents.setError(tx, company, id, describe(error))
          )
        }
        throw error
      }
    },
    discard: (company, id) => store.transaction((tx) => store.deadEvents.remove(tx, company, id)),
  }
}

function gone(): Failure {
  return new Failure('rejected', {
    code: 'E_DEAD_EVENT_GONE',
    reason: {
      ru: 'Этого события уже нет: его обработали или удалили.',
      en: 'This event is gone: it was processed or thrown away.',
    },
  })
}
