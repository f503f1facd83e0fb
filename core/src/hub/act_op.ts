import { actRefusal } from '../act_refusal.ts'
import type { ChannelSession } from '../channel.ts'
import { newCallId } from '../outbox/call_id.ts'
import type { NewRow, OwnerRecord } from '../outbox/store.ts'
import type { ActOp, Call } from '../outgoing.ts'
import type { Outcome } from '../step.ts'
import { laneOf, mapFound, outcomeOf, parse, type Core, type Running } from './executor.ts'
import type { Parts } from './parts.ts'
import { actOpSchema, actSteps } from './send_op.ts'

type Of<Tx> = Pick<Parts<Tx>, 'records' | 'registry' | 'clock'>

/** The row of an act that the channel can do now. A person's, like an answer: it waits behind no campaign. */
export function actRow<Tx>(
  parts: Of<Tx>,
  owner: OwnerRecord,
  given: ActOp,
  key: string | undefined
): NewRow {
  const op = parse(actOpSchema, given, actSteps[given.op])
  assertCan(parts, owner, op)
  return {
    callId: newCallId(),
    lane: laneOf(parts, owner, 'other'),
    key: key ?? `chat:${op.target.chat}`,
    step: actSteps[op.op],
    priority: 'operator',
    input: JSON.stringify(op),
  }
}

export function actPlan<Tx>({ session, row, owner }: Running, parts: Of<Tx>): Core {
  const op = parse(actOpSchema, JSON.parse(row.input), row.step)
  return {
    idempotent: parts.records.capabilities(owner).idempotent[op.op] ?? false,
    run: async (call) => {
      assertCan(parts, owner, op)
      const done = perform(session(), op, call)
      if (!done) throw new TypeError(`the session has no ${op.op}`)
      return outcomeOf(await done)
    },
    reconcile: async (call) => {
      const found = await session().reconcile?.(op, call)
      return found === undefined ? 'unknown' : mapFound(found, outcomeOf)
    },
  }
}

/** Throws `rejected`. */
function assertCan<Tx>({ records, registry, clock }: Of<Tx>, owner: OwnerRecord, op: ActOp): void {
  const name = registry.plugin(owner.plugin ?? '')?.manifest.name ?? { ru: '?', en: '?' }
  const refusal = actRefusal(op, records.capabilities(owner), name, clock.now())
  if (refusal) throw refusal
}

function perform(session: ChannelSession, op: ActOp, call: Call): Promise<Outcome> | undefined {
  switch (op.op) {
    case 'edit':
      return session.edit?.(op, call)
    case 'remove':
      return session.remove?.(op, call)
    case 'react':
      return session.react?.(op, call)
  }
}
