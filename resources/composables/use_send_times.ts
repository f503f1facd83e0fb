/** When messages that wait will go: asked for while they are on the screen, all of a dialog at once. */
import type { SendTime } from '@app/queue/views'
import { computed, onBeforeUnmount, watch } from 'vue'
import { sendTimes } from '~/stores/live'
import { request } from './http.ts'
import { useLateFlag } from './use_late_flag.ts'

const everyMs = 5_000
/** A queue that empties at once is asked nothing. */
const afterMs = 1_000
const mostAsked = 100

export function useSendTimes(waiting: () => readonly string[]): void {
  const ids = computed(() => waiting().slice(-mostAsked).join(','))
  const waits = useLateFlag(() => ids.value !== '', afterMs)
  let timer: ReturnType<typeof setInterval> | undefined

  async function ask(): Promise<void> {
    const asked = ids.value
    if (asked === '' || document.visibilityState !== 'visible') return
    const query = new URLSearchParams({ messages: asked })
    // What can't be told now is told with the next look: the clock itself is on the bubble.
    const answer = await request<{ data: readonly SendTime[] }>(
      'GET',
      `/inbox/waiting?${query}`
    ).catch(() => undefined)
    if (!answer) return
    for (const id of asked.split(',')) sendTimes.delete(id)
    for (const one of answer.data) sendTimes.set(one.message, one)
  }

  watch(
    () => waits.value,
    (on) => {
      clearInterval(timer)
      if (!on) return
      void ask()
      timer = setInterval(() => void ask(), everyMs)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => clearInterval(timer))
}
