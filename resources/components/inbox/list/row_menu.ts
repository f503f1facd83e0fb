import type { DialogRow } from '@app/inbox/views'
import type { DialogActions } from '~/composables/use_dialog_actions'
import type { usePickers } from '~/composables/use_pickers'

type Hands = {
  readonly address: string
  readonly actions: DialogActions
  readonly pick: ReturnType<typeof usePickers>['pick']
  readonly t: (key: string) => string
  /** Begins choosing many with this one; absent: there is nothing to choose from. */
  readonly select?: (id: string) => void
}

type Item = {
  readonly label: string
  readonly icon: string
  readonly onSelect: () => void
  readonly kbds?: string[]
  readonly color?: 'error'
}

/** The same for right click, long press, the row's button and the dialog's own menu (IN-4). */
export function rowMenu(row: DialogRow, hands: Hands): Item[][] {
  const { address, actions, pick, t, select } = hands
  const item = (name: string, icon: string, onSelect: () => void, key?: string[]): Item => ({
    label: t(`inbox.menu.${name}`),
    icon,
    onSelect,
    ...(key ? { kbds: key } : {}),
  })
  return [
    [
      item(
        'new_tab',
        'i-lucide-external-link',
        () => void window.open(address, '_blank', 'noopener')
      ),
      ...(select ? [item('select', 'i-lucide-square-check', () => select(row.id), ['M'])] : []),
    ],
    [
      row.unread > 0 || row.bookmarked
        ? item('mark_read', 'i-lucide-mail-open', () => void actions.markRead(row.id), ['U'])
        : item('mark_unread', 'i-lucide-mail', () => void actions.markUnread(row.id), ['U']),
      row.unanswered
        ? item('no_reply_needed', 'i-lucide-check', () => void actions.noReplyNeeded(row.id), ['X'])
        : item(
            'reply_needed',
            'i-lucide-message-circle-question',
            () => void actions.replyNeeded(row.id)
          ),
    ],
    [
      item('assign_to_me', 'i-lucide-user-check', () => void actions.assignToMe(row.id), [
        'shift',
        'A',
      ]),
      item('assign', 'i-lucide-user', () => pick('assign', [row.id]), ['A']),
      item('tags', 'i-lucide-tag', () => pick('tags', [row.id]), ['T']),
      row.pinned
        ? item('unpin', 'i-lucide-pin-off', () => void actions.pin(row.id, false), ['P'])
        : item('pin', 'i-lucide-pin', () => void actions.pin(row.id, true), ['P']),
      row.snoozedUntil === null
        ? item('snooze', 'i-lucide-alarm-clock', () => pick('snooze', [row.id]), ['S'])
        : item('unsnooze', 'i-lucide-alarm-clock-off', () => void actions.snooze(row.id, null), [
            'S',
          ]),
      item('close_ticket', 'i-lucide-archive', () => void actions.closeTicket(row.id), ['E']),
    ],
    [
      row.blacklisted
        ? item('unblacklist', 'i-lucide-user-check', () => void actions.blacklist(row.id, false))
        : {
            ...item('blacklist', 'i-lucide-ban', () => pick('blacklist', [row.id])),
            color: 'error',
          },
    ],
  ]
}
