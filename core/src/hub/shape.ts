import type { ChannelSession } from '../channel.ts'
import type { ChannelLane } from '../capabilities.ts'
import type { ChannelContext } from '../context.ts'
import { silentLogger } from '../logger.ts'
import { systemClock } from '../clock.ts'
import type { OwnerRecord } from '../outbox/store.ts'
import type { Step } from '../step.ts'
import { noSession } from './failures.ts'
import type { Records } from './records.ts'
import type { Registry, Settings } from './registry.ts'

/** Which steps and abilities an account's sessions have. */
export type Shape = {
  readonly steps: { readonly [name: string]: Step<unknown, ChannelLane> }
  readonly download: boolean
  readonly markRead: boolean
  readonly contacts: boolean
}

export interface Shapes {
  /** A node without the account's session asks a second one, opened for this alone: `open` touches no network. */
  of(record: OwnerRecord): Shape
}

export function createShapes(records: Records, registry: Registry): Shapes {
  const known = new WeakMap<OwnerRecord, Shape>()
  return {
    of(record) {
      const shape = known.get(record) ?? read(record, records, registry)
      known.set(record, shape)
      return shape
    },
  }
}

function read(record: OwnerRecord, records: Records, registry: Registry): Shape {
  const session = registry.channel(record.plugin ?? '').open(numbContext(records, record))
  return shapeOf(session)
}

export function shapeOf(session: ChannelSession): Shape {
  return {
    steps: session.steps ?? {},
    download: session.download !== undefined,
    markRead: session.markRead !== undefined,
    contacts: session.contacts !== undefined,
  }
}

/** Says who the account is and refuses everything else. */
function numbContext(records: Records, record: OwnerRecord): ChannelContext<Settings> {
  const refuse = () => Promise.reject(noSession())
  return {
    account: records.info(record),
    state: {
      get: refuse,
      commit: refuse,

      async *list() {
        throw noSession()
      },
    },
    media: { put: refuse, about: refuse, open: refuse, link: refuse },
    log: silentLogger,
    clock: systemClock,
    fetch: refuse,
    lookup: refuse,
    publicUrl: (path) => new URL(path, 'http://localhost'),
    receive: refuse,
    hint: () => {},
    notify: () => {},
    report: () => {},
    learn: refuse,
  }
}
