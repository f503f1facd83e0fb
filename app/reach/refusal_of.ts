import { contentOf, type MessageInput } from '#app/desk/message_input'
import {
  chatKey,
  isFailure,
  planCalls,
  type Address,
  type Capabilities,
  type FileFacts,
  type Localized,
  type MediaRef,
} from '@svyaz/core'

export type Said = Pick<MessageInput, 'text' | 'files'> & {
  readonly facts: ReadonlyMap<MediaRef, FileFacts>
}

type To = { readonly address: Address | null; readonly dialog: string | null }

/** What core would say if this were sent there: too long, files that aren't taken. */
export function refusalOf(
  { text, files, facts }: Said,
  can: Capabilities,
  { address, dialog }: To,
  channel: Localized
): Localized | null {
  const to: Address = dialog !== null || !address ? { by: 'chat', chat: chatKey('-') } : address
  const op = { op: 'send', to, content: contentOf(text, files), by: 'operator' } as const
  const about = (media: MediaRef) => facts.get(media) ?? { bytes: 0, mime: '' }
  const plan = planCalls(op, can, about, channel)
  return isFailure(plan) ? plan.data.reason : null
}
