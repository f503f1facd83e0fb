import type { DialogRow } from '@app/inbox/views'
import type { DialogActions } from '~/composables/use_dialog_actions'

/** The same for right click, long press and the dialog's own menu (IN-4). */
export function rowMenu(
  row: DialogRow,
  address: string,
  actions: DialogActions,
  t: (key: string) => string
) {
  const isUnread = row.unread > 0 || row.bookmarked
  return [
    [
      {
        label: t('inbox.menu.new_tab'),
        icon: 'i-lucide-external-link',
        onSelect: () => void window.open(address, '_blank', 'noopener'),
      },
    ],
    [
      isUnread
        ? {
            label: t('inbox.menu.mark_read'),
            icon: 'i-lucide-mail-open',
            onSelect: () => void actions.markRead(row.id),
          }
        : {
            label: t('inbox.menu.mark_unread'),
            icon: 'i-lucide-mail',
            onSelect: () => void actions.markUnread(row.id),
          },
      ...(row.unanswered
        ? [
            {
              label: t('inbox.menu.no_reply_needed'),
              icon: 'i-lucide-check',
              onSelect: () => void actions.noReplyNeeded(row.id),
            },
          ]
        : []),
    ],
  ]
}
