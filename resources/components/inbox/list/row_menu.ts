import type { DialogRow } from '@app/inbox/views'
import type { DialogActions } from '~/composables/use_dialog_actions'
import type { CommandId } from '~/components/cabinet/commands'
import type { useOwnKeys } from '~/composables/keys/use_own_keys'
import type { usePickers } from '~/composables/use_pickers'

type Hands = {
  readonly address: string
  readonly actions: DialogActions
  readonly pick: ReturnType<typeof usePickers>['pick']
  readonly t: (key: string) => string
  /** The person's own keys of a command. */
  readonly caps: ReturnType<typeof useOwnKeys>['caps']
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
  const { address, actions, pick, t, caps, select } = hands
  const item = (name: string, icon: string, onSelect: () => void, command?: CommandId): Item => ({
    label: t(`inbox.menu.${name}`),
    icon,
    onSelect,
    ...(command ? { kbds: [...(caps(command)[0] ?? [])] } : {}),
  })
  return [
    [
      item(
        'new_tab',
        'i-lucide-external-link',
        () => void window.open(address, '_blank', 'noopener')
      ),
      ...(select ? [item('select', 'i-lucide-square-check', () => select(row.id), 'select')] : []),
    ],
    [
      row.unread > 0 || row.bookmarked
        ? item('mark_read', 'i-lucide-mail-open', () => void actions.markRead(row.id), 'unread')
        : item('mark_unread', 'i-lucide-mail', () => void actions.markUnread(row.id), 'unread'),
      row.unanswered
        ? item(
            'no_reply_needed',
            'i-lucide-check',
            () => void actions.noReplyNeeded(row.id),
            'no_reply'
          )
        : item(
            'reply_needed',
            'i-lucide-message-circle-question',
            () => void actions.replyNeeded(row.id)
          ),
    ],
    [
      item(
        'assign_to_me',
        'i-lucide-user-check',
        () => void actions.assignToMe(row.id),
        'assign_to_me'
      ),
      item('assign', 'i-lucide-user', () => pick('assign', [row.id]), 'assign'),
      item('tags', 'i-lucide-tag', () => pick('tags', [row.id]), 'tags'),
      row.pinned
        ? item('unpin', 'i-lucide-pin-off', () => void actions.pin(row.id, false), 'pin')
        : item('pin', 'i-lucide-pin', () => void actions.pin(row.id, true), 'pin'),
      row.snoozedUntil === null
        ? item('snooze', 'i-lucide-alarm-clock', () => pick('snooze', [row.id]), 'snooze')
        : item(
            'unsnooze',
            'i-lucide-alarm-clock-off',
            () => void actions.snooze(row.id, null),
            'snooze'
          ),
      item('close_ticket', 'i-lucide-archive', () => void actions.closeTicket(row.id), 'close'),
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
