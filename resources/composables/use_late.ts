import { onBeforeUnmount, ref, type Ref } from 'vue'

/** true after 150 ms: what loads faster needs no skeleton. */
export function useLate(afterMs = 150): Readonly<Ref<boolean>> {
  const late = ref(false)
  const timer = setTimeout(() => (late.value = true), afterMs)
  onBeforeUnmount(() => clearTimeout(timer))
  return late
}
