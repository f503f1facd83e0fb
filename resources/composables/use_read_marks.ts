/** A message is read when it was on screen for a second, in a window that has the focus (experience.md §4). */
import type { MessageView } from '@app/inbox/views'
import { onBeforeUnmount, onMounted, watch } from 'vue'
import { dialogs } from '~/stores/live'
import type { DialogActions } from './use_dialog_actions.ts'

const looksForMs = 1_000

export function useReadMarks(
  dialog: () => string,
  /** Changes whenever something else may be on screen. */
  moved: () => unknown,
  lowestSeen: () => MessageView | undefined,
  markRead: DialogActions['markRead']
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let markedUpTo = 0
  let markedIn = ''

  /** The lowest message on screen, when it is worth marking. Measures only what may matter: a layout is dear. */
  function toMark(): MessageView | undefined {
    const row = dialogs.get(dialog())
    if (row === undefined || !(row.unread > 0 || row.bookmarked) || !document.hasFocus()) return
    const message = lowestSeen()
    if (message === undefined) return
    const isNew = markedIn !== dialog() || message.sortAt > markedUpTo || row.bookmarked
    return isNew ? message : undefined
  }

  function look(): void {
    clearTimeout(timer)
    if (toMark() === undefined) return
    timer = setTimeout(() => {
      const message = toMark()
      if (message === undefined) return
      markedIn = dialog()
      markedUpTo = message.sortAt
      void markRead(dialog(), message.id)
    }, looksForMs)
  }

  watch([dialog, moved, () => dialogs.get(dialog())?.unread], look)
  onMounted(() => window.addEventListener('focus', look))
  onBeforeUnmount(() => {
    clearTimeout(timer)
    window.removeEventListener('focus', look)
  })
}
