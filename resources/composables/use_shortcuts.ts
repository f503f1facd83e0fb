/** Keys of experience.md §7: by their place on the keyboard, so that they work in any layout. */
import { defineShortcuts } from '@nuxt/ui/composables/defineShortcuts'

type Keys = { readonly [keys: string]: () => void }

/** Something lies over the page and has the keys to itself. */
const isCovered = (): boolean =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null

/** Single letters rest while a field has the caret; `everywhere` works there too. */
export function useShortcuts(keys: Keys, everywhere: Keys = {}): void {
  const guarded = (run: () => void) => () => {
    if (!isCovered()) run()
  }
  const config = {
    ...Object.fromEntries(Object.entries(keys).map(([key, run]) => [key, guarded(run)])),
    ...Object.fromEntries(
      Object.entries(everywhere).map(([key, run]) => [
        key,
        { handler: guarded(run), usingInput: true },
      ])
    ),
  }
  defineShortcuts(config, { layoutIndependent: true })
}

/** Places that keys lead to. */
export const places = { list: 'dialog-list', field: 'answer', search: 'dialog-search' } as const

export function goToPlace(place: keyof typeof places): void {
  document.getElementById(places[place])?.focus()
}
