/** What of all that changed a person is told of: unanswered messages of clients, and own messages that failed. Pure. */
import type { Changes, DialogRow, MessageView } from '@app/inbox/views'
import type { RowsBefore } from '../../stores/live.ts'

/** A row that may say who is responsible, by the member's id; without a word of it nobody is. */
type Concern = Pick<DialogRow, 'unanswered' | 'unread'> & { readonly responsible?: string | null }

export type News =
  | { readonly kind: 'message'; readonly row: DialogRow }
  | { readonly kind: 'failure'; readonly row: DialogRow; readonly message: MessageView }

/** The rule: an answer is expected, from me or from nobody yet, and I haven't seen what was written. */
export function awaitsMe(row: Concern, me: string): boolean {
  const responsible = row.responsible ?? null
  return row.unanswered && row.unread > 0 && (responsible === null || responsible === me)
}

export function newsOf(changes: Changes, before: RowsBefore, me: string): readonly News[] {
  const rows = new Map(changes.dialogs.map((row) => [row.id, row]))
  const messages = changes.dialogs
    .filter((row) => awaitsMe(row, me) && hasArrived(row, before.get(row.id), changes.messages))
    .map((row): News => ({ kind: 'message', row }))
  const failures = changes.messages.flatMap((message): News[] => {
    const row = rows.get(message.dialog)
    const isMine = message.from === 'member' && message.author?.id === me
    const hasFailed = message.status === 'failed' || message.status === 'uncertain'
    return row && isMine && hasFailed ? [{ kind: 'failure', row, message }] : []
  })
  return [...messages, ...failures]
}

/**
 * A row comes for many reasons: it was read, assigned, a tick has grown. This one has something newer from the client. Of a
 * row that wasn't known the message itself must have come with it.
 */
function hasArrived(
  row: DialogRow,
  before: DialogRow | undefined,
  messages: readonly MessageView[]
): boolean {
  if (row.last?.from !== 'client') return false
  if (before !== undefined) return row.lastAt > before.lastAt || row.unread > before.unread
  return messages.some(
    ({ dialog, from, sortAt, edited, deleted }) =>
      dialog === row.id && from === 'client' && sortAt >= row.lastAt && !edited && !deleted
  )
}
