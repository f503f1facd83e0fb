import { useToast } from '@nuxt/ui/composables/useToast'
import { watch } from 'vue'
import { useShared } from './use_shared.ts'

/** What the last form of the cabinet answered: a finished action, or why it was refused. */
export function useFlash(): void {
  const shared = useShared()
  const toast = useToast()
  watch(
    () => shared.value.flash,
    (flash) => {
      if (flash?.success) toast.add({ title: flash.success, color: 'success' })
      if (flash?.error) toast.add({ title: flash.error, color: 'error', duration: 12_000 })
    },
    { immediate: true }
  )
}
