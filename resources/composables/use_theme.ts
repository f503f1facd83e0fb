/** The theme is a class of the document: the server writes it before the first paint, this follows later choices. */
import type { Theme } from '@app/http/shared_props'
import { onBeforeUnmount, onMounted, watch } from 'vue'
import { useShared } from './use_shared.ts'

const device = window.matchMedia('(prefers-color-scheme: dark)')

export function showTheme(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && device.matches)
  document.documentElement.classList.toggle('dark', isDark)
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
}

export function useTheme(): void {
  const shared = useShared()
  const follow = (): void => showTheme(shared.value.theme)
  onMounted(() => device.addEventListener('change', follow))
  onBeforeUnmount(() => device.removeEventListener('change', follow))
  watch(() => shared.value.theme, follow)
}
