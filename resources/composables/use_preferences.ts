/** Language, theme and the like: shown at once, kept by the server for this person. */
import type { Theme } from '@app/http/shared_props'
import { router } from '@inertiajs/vue3'
import { useI18n, type Language } from './i18n.ts'
import { request } from './http.ts'
import { showTheme } from './use_theme.ts'

export function usePreferences() {
  const { use } = useI18n()

  async function chooseLanguage(language: Language): Promise<void> {
    await use(language)
    await request('PUT', '/me/preferences', { language })
    // Some words of this page came from the server.
    router.reload()
  }

  async function chooseTheme(theme: Theme): Promise<void> {
    showTheme(theme)
    await request('PUT', '/me/preferences', { theme })
    router.replaceProp('theme', theme)
  }

  async function choosePreference(name: string, value: string): Promise<void> {
    router.replaceProp('preferences', (before: object) => ({ ...before, [name]: value }))
    await request('PUT', '/me/preferences', { preferences: { [name]: value } })
  }

  return { chooseLanguage, chooseTheme, choosePreference }
}
