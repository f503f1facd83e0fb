import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** true once something has been so for a while, false at once when it no longer is. */
export function useLateFlag(is: () => boolean, afterMs: number): Readonly<Ref<boolean>> {
  const late = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    is,
    (now) => {
      clearTimeout(timer)
      if (now) timer = setTimeout(() => (late.value = true), afterMs)
      else late.value = false
    },
    { immediate: true }
  )
  onBeforeUnmount(() => clearTimeout(timer))
  return late
}
