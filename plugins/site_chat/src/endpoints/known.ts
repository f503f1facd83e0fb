import { randomBytes } from 'node:crypto'
import { activityKey, keptMs, pack, unpack, visitorKey } from '../records.ts'
import type { Activity, VisitorRecord } from '../records.ts'
import type { Visit } from './visit.ts'
import { admitStranger } from './visit.ts'

/** What is stored of the visitor who writes, and what else was asked for in the same read. */
export interface Known {
  readonly record: VisitorRecord
  readonly isNew: boolean
  readonly activity: Activity | undefined
  readonly others: ReadonlyMap<string, Uint8Array>
}

/** Reads the visitor, or makes one after counting strangers. */
export async function knownVisitor(visit: Visit, others: readonly string[] = []): Promise<Known> {
  const { ctx, visitor } = visit
  const keys = [visitorKey(visitor.chat), activityKey(visitor.chat)]
  const found = await ctx.state.get([...keys, ...others])
  const stored = unpack<VisitorRecord>(found.get(visitorKey(visitor.chat)))
  if (stored === undefined) admitStranger(visit)
  return {
    record: stored ?? {
      since: ctx.clock.now(),
      fileKey: randomBytes(24).toString('base64url'),
    },
    isNew: stored === undefined,
    activity: unpack<Activity>(found.get(activityKey(visitor.chat))),
    others: found,
  }
}

/** What a write puts, and until when it stays. */
export class Putting {
  readonly put: Map<string, Uint8Array> = new Map()
  readonly expires: Map<string, number> = new Map()
  readonly remove: string[] = []
  readonly #until: number

  constructor(now: number, forMs: number = keptMs) {
    this.#until = now + forMs
  }

  add(key: string, value: Parameters<typeof pack>[0]): this {
    this.put.set(key, pack(value))
    this.expires.set(key, this.#until)
    return this
  }

  drop(keys: readonly string[]): this {
    this.remove.push(...keys)
    return this
  }
}
