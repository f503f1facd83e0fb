/** What a person does with a dialog: shown at once, undone visibly when the server refuses. */
import type { DialogRow } from '@app/inbox/views'
import { dialogs, live } from '~/stores/live'
import { request } from './http.ts'
import { useNotify } from './use_notify.ts'
import { countSoon, pullChanges } from './use_live.ts'

export function useDialogActions() {
  const notify = useNotify()

  async function change(id: string, shown: Partial<DialogRow>, path: string, body?: object) {
    const before = dialogs.get(id)
    if (before !== undefined) dialogs.set(id, { ...before, ...shown })
    try {
      await request('POST', `/inbox/dialogs/${id}/${path}`, body)
      if (live.seq >= 0) void pullChanges()
      countSoon()
    } catch (error) {
      const now = dialogs.get(id)
      if (before !== undefined && now?.seq === before.seq) dialogs.set(id, before)
      notify.failed(error)
    }
  }

  return {
    markRead: (id: string, upTo?: string) =>
      change(id, { unread: 0, bookmarked: false }, 'read', upTo === undefined ? {} : { upTo }),
    markUnread: (id: string) => change(id, { bookmarked: true }, 'unread', {}),
    noReplyNeeded: (id: string) => change(id, { unanswered: false }, 'no-reply-needed', {}),
    closeTicket: (id: string) => change(id, { unanswered: false }, 'close', {}),
  }
}

export type DialogActions = ReturnType<typeof useDialogActions>
