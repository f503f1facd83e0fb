import { watch } from 'vue'
import { useWaiting } from './use_waiting.ts'

/** Of the layout: a dot on the tab's icon, and on that of the installed app, while somebody waits for an answer. */
export function useBadge(): void {
  watch(useWaiting(), show, { immediate: true })
}

function show(waiting: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  const wanted = waiting > 0 ? '/favicon_waiting.svg' : '/favicon.svg'
  if (icon !== null && icon.getAttribute('href') !== wanted) icon.href = wanted
  if (!('setAppBadge' in navigator)) return
  // Not installed, there is nothing to put it on.
  void (waiting > 0 ? navigator.setAppBadge(waiting) : navigator.clearAppBadge()).catch(() => {})
}
