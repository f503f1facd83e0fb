import { accountId, chatKey, type Hub, type Sql } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'

export type TypingParts = {
  readonly hub: Pick<Hub<Sql>, 'typing'>
  readonly database: Pick<Sql, 'query'>
  readonly hints: {
    typing(company: string, dialog: string, on: boolean, who: string | null): void
  }
}

/** To the client, where the channel shows it, and to colleagues. Best effort: nothing is stored. */
export async function typing(
  { hub, database, hints }: TypingParts,
  as: As,
  input: { readonly dialog: string; readonly on: boolean }
): Promise<void> {
  const member = await memberWho(database, as)
  const dialog = await dialogOf(database, as.company, input.dialog)
  if (dialog.chat !== null) {
    const by = { name: member.name }
    hub.typing(accountId(dialog.account), chatKey(dialog.chat), input.on, by)
  }
  hints.typing(as.company, dialog.id, input.on, member.name)
}
