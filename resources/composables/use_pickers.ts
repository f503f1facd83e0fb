/** What asks for a choice before it acts: by key, from menus, for one dialog or many. One is open at a time. */
import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'

export type Picker = {
  readonly what: 'assign' | 'tags' | 'snooze' | 'blacklist'
  readonly ids: readonly string[]
}

type Open = ShallowRef<Picker | null>
const key: InjectionKey<Open> = Symbol('pickers')

export function providePickers(): Open {
  const open: Open = shallowRef(null)
  provide(key, open)
  return open
}

export function usePickers() {
  const open = inject(key, shallowRef(null) as Open)
  return {
    pick: (what: Picker['what'], ids: readonly string[]): void => {
      if (ids.length > 0) open.value = { what, ids }
    },
  }
}
