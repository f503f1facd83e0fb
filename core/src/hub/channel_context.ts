import { isFailure } from '../failure.ts'
import type { AccountInfo, ChannelContext, EndpointContext } from '../context.ts'
import type { Json } from '../json.ts'
import type { Lease } from '../outbox/executor.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import { ownedState, readState, type StateOptions } from '../state/encrypted_state.ts'
import type { Doors } from './endpoint_token.ts'
import { leaseLost, storeAway } from './failures.ts'
import type { Intake } from './intake.ts'
import type { Parts } from './parts.ts'
import { accountOf } from './records.ts'
import type { Settings } from './registry.ts'
import { scopedLog } from './scoped_log.ts'
import { isStoreTrouble } from './store_trouble.ts'
import { accountTopic } from './topics.ts'

export type ContextParts<Tx> = Parts<Tx> & { readonly intake: Intake; readonly doors: Doors }

type Hearing = {
  /** false: another session of the account has taken over, or none may. */
  alive(): boolean
  traffic(): void
  report: ChannelContext<Settings>['report']
  learn(facts: Json): Promise<void>
}

/** What one session is given. */
export function channelContext<Tx>(
  parts: ContextParts<Tx>,
  lease: Lease,
  hearing: Hearing
): ChannelContext<Settings> {
  const common = commonContext(parts, lease.owner)
  return {
    ...common,
    get account(): AccountInfo<Settings> {
      return parts.records.info(lease.owner)
    },
    state: ownedState(stateOptions(parts, lease.owner), lease.fence),
    fetch: parts.fetch,
    lookup: (host, port) => parts.guard.lookup(host, port),
    async receive(events, also) {
      if (lease.signal.reason === 'lease_lost') throw leaseLost()
      hearing.traffic()
      await parts.intake.receive({ record: lease.owner, fence: lease.fence }, events, also)
    },
    hint(hint) {
      hearing.traffic()
      common.hint(hint)
    },
    report(state) {
      if (hearing.alive()) hearing.report(state)
    },
    learn: (facts) => hearing.learn(facts),
  }
}

/** What an endpoint is given, on any node. */
export function endpointContext<Tx>(
  parts: ContextParts<Tx>,
  record: OwnerRecord,
  ip: string
): EndpointContext<Settings> {
  const account = accountOf(record)
  return {
    ...commonContext(parts, record),
    account: parts.records.info(record),
    state: readState(stateOptions(parts, record)),
    ip,
    receive: (events, also) => parts.intake.receive({ record }, events, also),
    watch: (topic, signal) => parts.topics.watch(accountTopic(account, topic), signal),
  }
}

function commonContext<Tx>(parts: ContextParts<Tx>, record: OwnerRecord) {
  const account = accountOf(record)
  return {
    media: parts.media(record.company),
    log: scopedLog(parts.log, { account, plugin: record.plugin ?? '' }),
    clock: parts.clock,
    publicUrl: (path: string) => parts.doors.url(record.plugin ?? '', account, path),
    hint: ((hint) =>
      parts.options.onHint?.(
        account,
        record.company,
        hint
      )) satisfies EndpointContext<Settings>['hint'],
    notify: (topic: string, word?: Json) => parts.topics.tell(accountTopic(account, topic), word),
  }
}

function stateOptions<Tx>(parts: ContextParts<Tx>, record: OwnerRecord): StateOptions {
  const { state } = parts.store
  const store: StateOptions['store'] = {
    get: (...asked) => told(state.get(...asked)),
    list: (...asked) => told(state.list(...asked)),
    commit: (...change) => told(state.commit(...change)),
  }
  return { store, cipher: parts.cipher, owner: record.no, id: accountOf(record) }
}

/** To a plugin a database that is away is a Failure like any other, not an error of some driver. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw isStoreTrouble(error) && !isFailure(error) ? storeAway(error) : error
  }
}
