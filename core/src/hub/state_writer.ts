import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { OwnerNo, OwnerRecord, OwnerStore } from '../outbox/store.ts'
import type { OwnerState } from '../owner_state.ts'
import { errorName } from './failures.ts'
import type { HubOptions } from './hub.ts'
import { accountOf } from './records.ts'

/** Accounts' states as others see them: the newest is stored, sooner or later, and told at once. */
export interface StateWriter {
  write(owner: OwnerRecord, state: OwnerState): void
  /** All that were to be stored are, or the time is up. */
  flush(): Promise<void>
}

export type StateWriterOptions = {
  readonly owners: Pick<OwnerStore<never>, 'setState'>
  readonly clock: Clock
  readonly log: Logger
  readonly onState: HubOptions<never>['onState']
}

const attempts = 30
const pauseMs = 1000

export function createStateWriter(options: StateWriterOptions): StateWriter {
  const newest = new Map<OwnerNo, OwnerState>()
  const writing = new Map<OwnerNo, Promise<void>>()
  const start = (no: OwnerNo) => {
    if (writing.has(no)) return
    const written = store(no).finally(() => {
      writing.delete(no)
      if (newest.has(no)) start(no)
    })
    writing.set(no, written)
  }
  const store = async (no: OwnerNo) => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const state = newest.get(no)
      if (!state) return
      try {
        await options.owners.setState(no, state)
        if (newest.get(no) === state) newest.delete(no)
      } catch (error) {
        options.log.warn({ owner: no, ...errorName(error) }, 'a state was not stored')
        await options.clock.sleep(pauseMs)
      }
    }
    newest.delete(no)
  }
  return {
    write(owner, state) {
      newest.set(owner.no, state)
      start(owner.no)
      try {
        options.onState?.(accountOf(owner), owner.company, state)
      } catch (error) {
        options.log.error(errorName(error), 'onState failed')
      }
    },
    async flush() {
      await Promise.all(writing.values())
    },
  }
}
