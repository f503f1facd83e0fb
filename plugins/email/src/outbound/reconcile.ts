/** Was an unanswered letter sent? Presence of evidence settles it; absence only where the server would have shown it by now. */
import type { Call, ChannelContext, Found, SendOp, SendResult } from '@svyaz/core'
import { z } from 'zod'
import type { SideConnection } from '../connect/side.ts'
import { presetOf } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { keyOf, readOne } from '../state.ts'
import { messageIdFor } from './op_to_letter.ts'
import { isInFolder, sentFolder } from './sent_folder.ts'

const second = 1000
/** How old a reading of the inbox may be that is taken for its present. */
const freshMs = 8 * second
const firstLooks = [10 * second, 60 * second]

type Deps = {
  readonly ctx: Pick<ChannelContext<Settings>, 'account' | 'state' | 'clock' | 'log'>
  readonly side: SideConnection
  /** Has the inbox been read whole, beginning not before this? Absence in a mailbox that nobody read says nothing. */
  hasReadSince(at: number): boolean
  /** What a send would have given. */
  result(op: SendOp, call: Call, at: number): Promise<SendResult>
}

export async function reconcileLetter(
  op: SendOp,
  call: Call,
  deps: Deps
): Promise<Found<SendResult>> {
  const { settings } = deps.ctx.account
  const now = deps.ctx.clock.now()
  const begunAt = call.begunAt ?? now
  // Asked before the evidence: a copy that is read in between must not be missed.
  const hasRead = deps.hasReadSince(now - freshMs)
  const evidence = await readOne(deps.ctx.state, keyOf.evidence(call.callId), z.number())
  if (evidence !== undefined) return { candidates: [await deps.result(op, call, begunAt)] }
  const inSent = await lookInSent(call, begunAt, deps)
  if (inSent === 'found') return { candidates: [await deps.result(op, call, begunAt)] }

  const looks = [
    ...firstLooks.filter((one) => one < settings.settleAfterSeconds * second),
    settings.settleAfterSeconds * second,
  ]
  const next = looks.find((one) => now - begunAt < one)
  if (next !== undefined) return { lookAgainIn: begunAt + next - now }
  const savesSent = presetOf(settings).savesSent === 'yes'
  if (savesSent && inSent === 'absent') return 'not_done'
  if (settings.ownCopy) return hasRead ? 'not_done' : { lookAgainIn: 2 * second }
  return 'unknown'
}

async function lookInSent(
  call: Call,
  begunAt: number,
  deps: Deps
): Promise<'found' | 'absent' | 'unread'> {
  const messageId = messageIdFor(call.callId, deps.ctx.account.settings.address)
  try {
    return await deps.side.use(call.signal, async (client) => {
      const folder = await sentFolder(client, deps.ctx.state)
      if (folder === undefined) return 'unread'
      return (await isInFolder(client, folder, messageId, begunAt)) ? 'found' : 'absent'
    })
  } catch (error) {
    call.signal.throwIfAborted()
    deps.ctx.log.info(
      { account: deps.ctx.account.id, error: error instanceof Error ? error.name : '' },
      'Sent could not be read'
    )
    return 'unread'
  }
}
