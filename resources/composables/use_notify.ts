import { useToast } from '@nuxt/ui/composables/useToast'
import { useExplain } from './use_explain.ts'

/** For finished actions and for those that were undone because the server refused. */
export function useNotify() {
  const toast = useToast()
  const explain = useExplain()
  return {
    done: (title: string) => void toast.add({ title, color: 'success', duration: 4_000 }),
    failed: (error: unknown) =>
      void toast.add({ title: explain(error), color: 'error', duration: 12_000 }),
  }
}
