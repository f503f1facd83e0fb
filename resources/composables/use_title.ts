import { onBeforeUnmount, watchEffect } from 'vue'
import { live } from '~/stores/live'

/** The tab's title, with how many dialogs wait for an answer. */
export function useTitle(name: () => string): void {
  const stop = watchEffect(() => {
    const count = live.counters.unanswered
    const words = name() === '' ? 'Svyaz' : `${name()} · Svyaz`
    document.title = count > 0 ? `(${count}) ${words}` : words
  })
  onBeforeUnmount(stop)
}
