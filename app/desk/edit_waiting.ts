import { Problem } from '#app/http/problem'
import { excerpt } from '#app/intake/excerpt'
import { flush } from '#app/intake/flush'
import { noDownloads } from '#app/intake/no_downloads'
import { putStatus } from '#app/intake/put_status'
import { forgetParts, insertParts } from '#app/intake/queries/write_parts'
import type { As, Member } from './as.js'
import { loadOwn, type OwnMessage } from './own_message.js'
import { isFollowed } from './queries/find_target.js'
import { sendAnew } from './send_anew.js'
import type { DeskParts, Work } from './transact.js'

type Editing = {
  readonly as: As
  readonly member: Member
  readonly own: OwnMessage
  readonly text: string
}

/**
 * The client has nothing of it yet: it goes with the new words and nobody learns of the old ones. New calls stand last, so
 * what has others waiting behind it isn't changed: it would overtake nobody, but be overtaken.
 */
export async function editWaiting(
  parts: DeskParts,
  work: Work,
  { as, member, own, text }: Editing
): Promise<void> {
  const { tx, now } = work
  const { message } = own
  if (message.text === text) return
  if (await isFollowed(tx, message)) throw new Problem(409, 'E_EDIT_BEHIND')
  const rows = own.parts.map(({ row }) => row)
  const stopped = await parts.hub.outbox.cancel(tx, rows)
  if (stopped.length < rows.length) throw new Problem(409, 'E_ALREADY_SENDING')
  const fresh = await sendAnew(parts, work, as, member, { ...message, text })
  const changes = await work.lock()
  await forgetParts(tx, as.company, message.id)
  await insertParts(tx, { company: as.company, id: message.id }, fresh, now)
  const { ledger, message: present, parts: calls } = await loadOwn(tx, as, message.id)
  present.text = text
  for (const { part } of calls)
    putStatus(ledger, present, part, { status: 'queued', failure: null, nextAt: null, at: now })
  const dialog = ledger.dialogsById.get(present.dialog)
  if (dialog?.last?.id === present.id && text !== '')
    dialog.last = { ...dialog.last, text: excerpt(text) }
  await flush(tx, ledger, changes, noDownloads)
}
