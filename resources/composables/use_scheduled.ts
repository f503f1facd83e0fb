/** Messages with a date of one dialog: asked for while there are any, and anew when the dialog changes. */
import type { ScheduleBody, ScheduledView } from '@app/inbox/views'
import { ref, watch } from 'vue'
import { dialogs } from '~/stores/live'
import { isAbort, request } from './http.ts'
import { pullChanges } from './use_live.ts'

type Answer = { readonly data: readonly ScheduledView[] }

export function useScheduled(dialog: () => string) {
  const scheduled = ref<readonly ScheduledView[]>([])
  const failed = ref<unknown>(null)
  let asking = new AbortController()

  async function load(): Promise<void> {
    asking.abort()
    asking = new AbortController()
    try {
      const path = `/inbox/dialogs/${dialog()}/scheduled`
      scheduled.value = (await request<Answer>('GET', path, undefined, asking.signal)).data
      failed.value = null
    } catch (error) {
      if (!isAbort(error)) failed.value = error
    }
  }

  watch(dialog, () => (scheduled.value = []))
  watch(
    // The time alone says nothing about words that changed; the number of the row does.
    () => {
      const row = dialogs.get(dialog())
      return row?.scheduledAt == null ? null : `${dialog()} ${String(row.seq)}`
    },
    (some) => {
      if (some !== null) return void load()
      asking.abort()
      scheduled.value = []
    },
    { immediate: true }
  )

  return { scheduled, failed, load }
}

async function change(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object
): Promise<void> {
  await request(method, `/inbox/${path}`, body)
  await pullChanges()
}

/** Commands to messages with a date; all throw what the server refuses. */
export const later: {
  add(dialog: string, body: ScheduleBody): Promise<void>
  edit(id: string, to: { readonly text?: string; readonly dueAt?: number }): Promise<void>
  sendNow(id: string): Promise<void>
  cancel(id: string): Promise<void>
} = {
  add: (dialog, body) => change('POST', `dialogs/${dialog}/scheduled`, body),
  edit: (id, to) => change('PATCH', `scheduled/${id}`, to),
  sendNow: (id) => change('POST', `scheduled/${id}/send`),
  cancel: (id) => change('DELETE', `scheduled/${id}`),
}
