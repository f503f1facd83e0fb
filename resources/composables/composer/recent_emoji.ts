/** The signs this person used last, on this device. */
import { computed } from 'vue'
import { useStored } from '../use_stored.ts'

const mostKept = 32

export function useRecentEmoji() {
  const kept = useStored<string>('emoji', '')
  const recent = computed(() => kept.value.split(' ').filter(Boolean))
  function use(sign: string): void {
    const others = recent.value.filter((one) => one !== sign)
    kept.value = [sign, ...others].slice(0, mostKept).join(' ')
  }
  return { recent, use }
}
