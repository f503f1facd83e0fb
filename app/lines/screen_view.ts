import type { ScreenView } from '#app/lines/views'
import { fieldsOf, secretsOf } from '#app/plugins/fields'
import type { Screen } from '@svyaz/core'

/** A screen as JSON: a schema becomes fields, a secret never goes out. */
export function screenView(screen: Screen): ScreenView {
  switch (screen.show) {
    case 'form': {
      const secrets = secretsOf(screen.fields)
      const values = Object.entries(screen.values ?? {}).filter(([name]) => !secrets.has(name))
      return {
        show: 'form',
        title: screen.title,
        fields: fieldsOf(screen.fields),
        values: Object.fromEntries(values),
        error: screen.error ?? null,
        checks: screen.checks ?? [],
        actions: screen.actions ?? [],
      }
    }
    case 'redirect':
      return { show: 'redirect', url: screen.url.href, hint: screen.hint }
    case 'wait':
      return { show: 'wait', hint: screen.hint, checks: screen.checks ?? [] }
    default:
      return unknownScreen(screen)
  }
}

function unknownScreen(screen: never): never {
  throw new TypeError(`a screen nobody draws: ${JSON.stringify(screen)}`)
}
