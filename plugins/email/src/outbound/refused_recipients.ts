/** A letter that was taken for some of its recipients: the dialog says for whom it was not. */
import type { ChannelContext, ChatKey, InboundEvent, Localized } from '@svyaz/core'
import { toFailure } from '../failures.ts'
import { notReached } from '../inbound/reports.ts'
import type { Settings } from '../settings.ts'
import { digest } from '../state.ts'
import type { RefusedRecipient } from './mailer.ts'
import type { LetterPlan } from './op_to_letter.ts'

type Told = {
  readonly plan: Pick<LetterPlan, 'callId'>
  readonly chat: ChatKey
  readonly ctx: Pick<ChannelContext<Settings>, 'account' | 'clock' | 'log' | 'receive'>
}

/** It went to the others, so it was sent; a person hears who was left out. */
export async function tellRefused(
  refused: readonly RefusedRecipient[],
  { plan, chat, ctx }: Told
): Promise<void> {
  const lines = refused.map(({ address, failure }): InboundEvent => ({
    type: 'chat',
    eventId: `refused:${plan.callId}:${digest(address, 12)}`,
    at: ctx.clock.now(),
    chat,
    line: notReached(address, failure.kind === 'transient' ? tryLater : failure.data.reason),
  }))
  try {
    await ctx.receive(lines)
  } catch (error) {
    ctx.log.warn(
      { account: ctx.account.id, code: toFailure(error)?.code ?? 'E_UNKNOWN' },
      'a refused recipient could not be told of'
    )
  }
}

const tryLater: Localized = {
  ru: 'Сервер сейчас не принимает писем для него. Напишите на этот адрес позже.',
  en: 'The server takes no letters for it at the moment. Write to that address later.',
}
