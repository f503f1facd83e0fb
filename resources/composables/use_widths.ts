import { onBeforeUnmount, ref, type Ref } from 'vue'

/** A phone: dialogs take the whole screen, one pane stands at a time. */
export const useNarrow = (): Readonly<Ref<boolean>> => useWidth('(max-width: 639px)')

/** Room for all columns: views, list, messages. */
export const useWide = (): Readonly<Ref<boolean>> => useWidth('(min-width: 1440px)')

function useWidth(wanted: string): Readonly<Ref<boolean>> {
  const query = window.matchMedia(wanted)
  const is = ref(query.matches)
  const follow = (): void => void (is.value = query.matches)
  query.addEventListener('change', follow)
  onBeforeUnmount(() => query.removeEventListener('change', follow))
  return is
}
