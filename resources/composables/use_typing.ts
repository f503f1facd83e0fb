import { computed, type ComputedRef } from 'vue'
import { typing, type Typing } from '~/stores/live'
import { useShared } from './use_shared.ts'

/** Who writes in a dialog just now; one's own typing is no news. */
export function useTyping(dialog: () => string): ComputedRef<Typing | undefined> {
  const shared = useShared()
  return computed(() => {
    const known = typing.get(dialog())
    return known?.who && known.who === shared.value.member?.name ? undefined : known
  })
}
