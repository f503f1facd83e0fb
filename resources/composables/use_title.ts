import { onBeforeUnmount, watchEffect } from 'vue'
import { useWaiting } from './alerts/use_waiting.ts'

/** The tab's title, with how many dialogs wait for an answer. */
export function useTitle(name: () => string): void {
  const waiting = useWaiting()
  const stop = watchEffect(() => {
    const words = name() === '' ? 'Svyaz' : `${name()} · Svyaz`
    document.title = waiting.value > 0 ? `(${waiting.value}) ${words}` : words
  })
  onBeforeUnmount(stop)
}
