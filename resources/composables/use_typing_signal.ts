/** Tells the other side that somebody writes here: at the first key, then every few seconds, and when it ends. */
import { onBeforeUnmount } from 'vue'
import { afterPaint } from './after_paint.ts'
import { request } from './http.ts'

const againMs = 4_000
const restMs = 6_000

export function useTypingSignal(dialog: () => string) {
  let toldAt = 0
  let toldIn = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  // Nobody is hurt when this one is lost.
  const tell = (id: string, on: boolean): void =>
    void afterPaint()
      .then(() => request('POST', `/inbox/dialogs/${id}/typing`, { on }))
      .catch(() => {})

  function typed(): void {
    clearTimeout(timer)
    timer = setTimeout(stopped, restMs)
    if (toldIn === dialog() && Date.now() - toldAt < againMs) return
    if (toldIn !== dialog()) stopped()
    toldIn = dialog()
    toldAt = Date.now()
    tell(toldIn, true)
  }

  function stopped(): void {
    clearTimeout(timer)
    if (toldIn !== '') tell(toldIn, false)
    toldIn = ''
  }

  onBeforeUnmount(stopped)
  return { typed, stopped }
}
