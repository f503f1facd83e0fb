/** A message is read when it was on screen for a second, in a window that has the focus (experience.md §4). */
import type { MessageView } from '@app/inbox/views'
import { onBeforeUnmount, onMounted, watch } from 'vue'
import { dialogs } from '~/stores/live'
import type { DialogActions } from './use_dialog_actions.ts'

const looksForMs = 1_000

export function useReadMarks(
  dialog: () => string,
  lowestSeen: () => MessageView | undefined,
  markRead: DialogActions['markRead']
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let markedUpTo = 0
  let markedIn = ''

  function isWorthMarking(message: MessageView): boolean {
    const row = dialogs.get(dialog())
    if (row === undefined || !(row.unread > 0 || row.bookmarked)) return false
    return markedIn !== dialog() || message.sortAt > markedUpTo || row.bookmarked
  }

  function look(): void {
    clearTimeout(timer)
    const message = lowestSeen()
    if (message === undefined || !document.hasFocus() || !isWorthMarking(message)) return
    timer = setTimeout(() => {
      const still = lowestSeen()
      if (still === undefined || !document.hasFocus() || !isWorthMarking(still)) return
      markedIn = dialog()
      markedUpTo = still.sortAt
      void markRead(dialog(), still.id)
    }, looksForMs)
  }

  watch([dialog, lowestSeen, () => dialogs.get(dialog())?.unread], look)
  onMounted(() => {
    look()
    window.addEventListener('focus', look)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    window.removeEventListener('focus', look)
  })
}
