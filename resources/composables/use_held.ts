/** Nothing jumps: a list waits while the pointer is on it, while keys move through it, and while it is scrolled away. */
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

const keysRestMs = 2_000

export function useHeld(held: Ref<boolean>) {
  const over = ref(false)
  const scrolled = ref(false)
  const keys = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function onKey(): void {
    keys.value = true
    clearTimeout(timer)
    timer = setTimeout(() => (keys.value = false), keysRestMs)
  }

  watch([over, scrolled, keys], () => (held.value = over.value || scrolled.value || keys.value))
  onBeforeUnmount(() => clearTimeout(timer))
  return { over, scrolled, onKey }
}
