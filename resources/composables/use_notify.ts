import { useToast } from '@nuxt/ui/composables/useToast'
import { useExplain } from './use_explain.ts'
import { useI18n } from './i18n.ts'

const undoMs = 8_000

/** For finished actions and for those that were undone because the server refused. */
export function useNotify() {
  const toast = useToast()
  const explain = useExplain()
  const { t } = useI18n()
  return {
    done: (title: string) => void toast.add({ title, color: 'success', duration: 4_000 }),
    /** Done at once, taken back by one press. */
    undoable: (title: string, undo: () => void) =>
      void toast.add({
        title,
        color: 'neutral',
        duration: undoMs,
        actions: [{ label: t('form.undo'), color: 'neutral', variant: 'outline', onClick: undo }],
      }),
    failed: (error: unknown) =>
      void toast.add({ title: explain(error), color: 'error', duration: 12_000 }),
  }
}
