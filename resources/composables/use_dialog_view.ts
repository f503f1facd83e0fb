/** The header and the composer of the open dialog; kept on screen while a newer one is on its way. */
import type { DialogView } from '@app/inbox/views'
import { computed, ref, watch } from 'vue'
import { accountStates, applyRows, dialogs, live, views } from '~/stores/live'
import { afterPaint } from './after_paint.ts'
import { adoptDraft } from './composer/drafts.ts'
import { isAbort, request } from './http.ts'
import { kept } from './kept.ts'
import { startFrom } from './use_live.ts'

export function useDialogView(dialog: () => string) {
  const failed = ref<unknown>(null)
  /** Loaded since the dialog was opened: only then it is known where the unread messages begin. */
  const fresh = ref(false)
  const last = ref<DialogView | null>(views.get(dialog()) ?? null)
  let asking: AbortController | undefined

  async function load(): Promise<void> {
    const id = dialog()
    asking?.abort()
    asking = new AbortController()
    const { signal } = asking
    // What is known is shown first.
    if (last.value !== null) await afterPaint()
    if (signal.aborted) return
    const askedAt = Date.now()
    try {
      const view = await request<DialogView>('GET', `/inbox/dialogs/${id}`, undefined, signal)
      applyRows([view])
      adoptDraft(id, view.myDraft, askedAt)
      startFrom(view.seq)
      views.set(id, view)
      if (id === dialog()) {
        last.value = kept(last.value, view)
        fresh.value = true
      }
      failed.value = null
    } catch (error) {
      if (!isAbort(error) && id === dialog()) failed.value = error
    }
  }

  watch(
    [dialog, () => live.generation],
    () => {
      last.value = views.get(dialog()) ?? null
      fresh.value = false
      failed.value = null
      void load()
    },
    { immediate: true }
  )
  // What may be written here depends on the account's state.
  watch(
    () => views.has(dialog()),
    (known) => {
      if (!known && last.value !== null) void load()
    }
  )

  /** What the stream knows is newer than what was loaded. */
  const view = computed((): DialogView | null => {
    if (last.value?.id !== dialog()) return null
    const row = dialogs.get(dialog())
    const state = accountStates.get(last.value.account)
    return { ...last.value, ...row, ...(state === undefined ? {} : { state }) }
  })

  return { view, fresh, failed, load }
}
