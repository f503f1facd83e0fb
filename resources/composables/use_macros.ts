/** Macros of this member: what there are, and doing one in a dialog. */
import type { MacroOutcome, MacroView } from '@app/macros/views'
import { useToast } from '@nuxt/ui/composables/useToast'
import { v7 as uuidv7 } from 'uuid'
import { onMounted, ref } from 'vue'
import { request } from './http.ts'
import { useI18n } from './i18n.ts'
import { countSoon, pullChanges } from './use_live.ts'
import { useExplain } from './use_explain.ts'
import { useNotify } from './use_notify.ts'

/** Beside the replies; without them those are whole as well. */
export function useMacroList() {
  const macros = ref<readonly MacroView[]>([])
  onMounted(async () => {
    const list = await request<{ data: readonly MacroView[] }>('GET', '/macros/list').catch(
      () => null
    )
    macros.value = list?.data ?? []
  })
  return macros
}

export function useMacroRun() {
  const { t } = useI18n()
  const toast = useToast()
  const notify = useNotify()
  const explain = useExplain()

  /** `id` of the message to be stays the same when it is tried again: nothing goes out twice. */
  async function run(dialog: string, macro: MacroView, id: string = uuidv7()): Promise<void> {
    const again = (title: string): void => tell(title, () => void run(dialog, macro, id))
    try {
      const path = `/inbox/dialogs/${dialog}/macros`
      const { done, failed } = await request<MacroOutcome>('POST', path, { macro: macro.id, id })
      void pullChanges()
      countSoon()
      if (failed === null) return notify.done(t('macros.done', { name: macro.name }))
      const words = {
        name: macro.name,
        step: t(`macros.does.${failed.step}`),
        reason: failed.problem.detail,
      }
      again(t(done.length > 0 ? 'macros.stopped' : 'macros.failed', words))
    } catch (error) {
      again(explain(error))
    }
  }

  function tell(title: string, repeat: () => void): void {
    toast.add({
      title,
      color: 'error',
      duration: 30_000,
      actions: [
        { label: t('form.retry'), color: 'neutral', variant: 'outline', onClick: () => repeat() },
      ],
    })
  }

  return run
}
