import { onBeforeUnmount, ref, type Ref } from 'vue'

/** A phone: dialogs take the whole screen, one pane stands at a time. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const query = window.matchMedia('(max-width: 639px)')
  const narrow = ref(query.matches)
  const follow = (): void => void (narrow.value = query.matches)
  query.addEventListener('change', follow)
  onBeforeUnmount(() => query.removeEventListener('change', follow))
  return narrow
}
