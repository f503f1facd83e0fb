/** What follows a letter that was taken: the copy in Sent, and the answered mark on the letter it answers. */
import { step } from '@svyaz/core'
import type { ChannelContext, ChannelLane, Planned, Step } from '@svyaz/core'
import { type z } from 'zod'
import type { SideConnection } from '../connect/side.ts'
import { toFailure } from '../failures.ts'
import { placeSchema } from '../inbound/place.ts'
import { presetOf } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { keyOf } from '../state.ts'
import { composeLetter } from './compose.ts'
import { letterPlanSchema } from './op_to_letter.ts'
import type { LetterPlan } from './op_to_letter.ts'
import { appendSent, isInFolder, rememberSent, sentFolder } from './sent_folder.ts'

/** Servers that keep Sent themselves need a moment for it. */
const serverCopyMs = 3000

type Deps = {
  readonly ctx: Pick<
    ChannelContext<Settings>,
    'account' | 'state' | 'media' | 'log' | 'report' | 'clock'
  >
  readonly side: SideConnection
}

export function afterSend(
  plan: LetterPlan,
  settings: Settings,
  answered: unknown,
  now: number
): readonly Planned[] {
  const copy = copiesSent(settings)
    ? [
        {
          step: 'copy_to_sent',
          key: `sent:${plan.callId}`,
          input: { ...plan },
          once: `sent:${plan.callId}`,
          notBefore: now + serverCopyMs,
        },
      ]
    : []
  const place = placeSchema.safeParse(answered)
  const mark = place.success
    ? [
        {
          step: 'mark_answered',
          key: `answered:${plan.callId}`,
          input: { ...place.data },
          once: `answered:${plan.callId}`,
        },
      ]
    : []
  return [...copy, ...mark]
}

/** An own copy is moved to Sent when it comes back, so it needs no second one. */
function copiesSent(settings: Settings): boolean {
  if (settings.sentCopy === 'always') return true
  return settings.sentCopy === 'auto' && !settings.ownCopy && presetOf(settings).savesSent !== 'yes'
}

export function afterSendSteps(deps: Deps): {
  readonly [name: string]: Step<unknown, ChannelLane>
} {
  return {
    copy_to_sent: step<LetterPlan, ChannelLane>({
      lane: 'other',
      input: letterPlanSchema,
      // Looks first, so it may run again after a crash.
      run: async (plan, call) => {
        await quietly(deps, () =>
          deps.side.use(call.signal, (client) => copyToSent(client, plan, deps))
        )
        return {}
      },
    }),
    mark_answered: step<z.output<typeof placeSchema>, ChannelLane>({
      lane: 'other',
      input: placeSchema,
      run: async (place, call) => {
        await quietly(deps, () =>
          deps.side.use(call.signal, async (client) => {
            const lock = await client.getMailboxLock(place.folder)
            try {
              if (
                String(client.mailbox === false ? '' : client.mailbox.uidValidity) !==
                place.uidValidity
              )
                return
              await client.messageFlagsAdd(String(place.uid), ['\\Answered'], { uid: true })
            } finally {
              lock.release()
            }
          })
        )
        return {}
      },
    }),
  }
}

async function copyToSent(
  client: Parameters<Parameters<SideConnection['use']>[1]>[0],
  plan: LetterPlan,
  deps: Deps
): Promise<void> {
  const { state, media } = deps.ctx
  const folder = await sentFolder(client, state)
  if (folder !== undefined && (await isInFolder(client, folder, plan.messageId, plan.date))) return
  const chunks: Buffer[] = []
  for await (const chunk of composeLetter(plan, media))
    chunks.push(Buffer.from(chunk as Uint8Array))
  const path = await appendSent(client, folder, Buffer.concat(chunks), plan.date)
  if (folder === undefined) await rememberSent(path, state)
}

/** The letter has gone out: a copy that can't be made is the administrator's trouble, never the letter's. */
async function quietly(deps: Deps, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const failure = toFailure(error)
    if (failure === undefined || isTemporary(failure.kind)) throw failure ?? error
    deps.ctx.log.warn(
      { account: deps.ctx.account.id, code: failure.code },
      'mailbox not kept in step after a send'
    )
    if (failure.code === 'E_EMAIL_OUR_MAILBOX_FULL') deps.ctx.report({ restricted: failure.data })
    // A remembered folder that is gone is looked for anew next time.
    if (failure.code === 'E_EMAIL_NO_FOLDER')
      await deps.ctx.state.commit({ remove: [keyOf.sentFolder] })
  }
}

function isTemporary(kind: string): boolean {
  return kind === 'transient' || kind === 'disconnected' || kind === 'unauthorized'
}
