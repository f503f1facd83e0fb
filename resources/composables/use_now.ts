import { ref, type Ref } from 'vue'

const everyMs = 30_000
const now = ref(Date.now())
let timer: ReturnType<typeof setInterval> | undefined

/** The present, moving every half a minute: one timer for all that show an age. */
export function useNow(): Readonly<Ref<number>> {
  timer ??= setInterval(() => (now.value = Date.now()), everyMs)
  return now
}
