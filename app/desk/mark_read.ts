import { lowerUnread } from '#app/intake/queries/lower_unread'
import { accountId, chatKey, externalId } from '@svyaz/core'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { findAccountId } from './queries/find_account.js'
import { findUnreadMessages, newestOf } from './queries/find_unread_messages.js'
import { transact, type DeskParts } from './transact.js'

/**
 * Everything up to a message, or up to the newest, is read by this member; the bookmark goes. The messenger is told, where
 * it wants to know.
 */
export async function markRead(
  parts: DeskParts,
  as: As,
  input: { readonly dialog: string; readonly upTo?: string }
): Promise<void> {
  await transact(parts, as.company, async ({ tx, lock }) => {
    const member = await memberWho(tx, as)
    const dialog = await dialogOf(tx, as.company, input.dialog)
    const of = { company: as.company, dialog: dialog.id, member: member.id }
    const newest = await newestOf(tx, of, input.upTo)
    if (!newest) return
    const seen = await findUnreadMessages(tx, of, newest)
    const account = await findAccountId(tx, as.company, dialog.account)
    if (account && dialog.chat !== null && seen.length > 0) {
      const refs = seen.map(({ externalId: id, chat, at, data }) => ({
        id: externalId(id),
        chat: chatKey(chat),
        fromUs: false,
        at,
        ...(data === null ? {} : { data }),
      }))
      await parts.hub.markRead(tx, accountId(dialog.account), chatKey(dialog.chat), refs)
    }
    const changes = await lock()
    if (await lowerUnread(tx, { ...of, ...newest }, member.id))
      changes.dialog(as.company, dialog.id)
  })
}
