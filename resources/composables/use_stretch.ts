/** The loaded part of one dialog's messages: opens at the first unread one, grows both ways, is cut at the far end. */
import type { MessagePage } from '@app/inbox/views'
import { computed, ref, watch } from 'vue'
import { keepStretch, live, mergeInto, stretches, type Stretch } from '~/stores/live'
import { isAbort, request } from './http.ts'
import { followFrom } from './use_live.ts'

/** More than a screen needs, few enough that a long dialog costs what a short one does. */
const mostKept = 150
const keptAfterCut = 100

type Way = 'before' | 'after' | 'around'

const url = (dialog: string, way?: Way, message?: string): string =>
  `/inbox/dialogs/${dialog}/messages${way === undefined ? '' : `?${way}=${message ?? ''}`}`

export function useStretch(dialog: () => string, firstUnread: () => string | null | undefined) {
  const loading = ref<'first' | 'older' | 'newer' | null>(null)
  const failed = ref<unknown>(null)
  let asking = new AbortController()

  const stretch = computed(() => stretches.get(dialog()))

  /** Around a message, at the end (`''`), or where the first unread one is. */
  async function open(at?: string): Promise<void> {
    const place = (at ?? firstUnread() ?? '') || undefined
    await ask('first', place === undefined ? undefined : 'around', place, (page) => ({
      items: [...page.data],
      older: page.older,
      newer: page.newer,
      firstUnread: firstUnread() ?? null,
    }))
  }

  const older = (): Promise<void> => grow('older', 'before')
  const newer = (): Promise<void> => grow('newer', 'after')

  async function grow(what: 'older' | 'newer', way: Way): Promise<void> {
    const now = stretch.value
    const edge = what === 'older' ? now?.items[0] : now?.items.at(-1)
    if (now === undefined || edge === undefined || !now[what] || loading.value !== null) return
    await ask(what, way, edge.id, (page) => {
      const known = stretches.get(dialog()) ?? now
      const open = { ...known, [what]: true }
      return cut(
        {
          ...mergeInto({ ...open, older: false, newer: false }, page.data),
          ...sides(known, what, page),
        },
        what
      )
    })
  }

  async function ask(
    what: 'first' | 'older' | 'newer',
    way: Way | undefined,
    message: string | undefined,
    next: (page: MessagePage) => Stretch
  ): Promise<void> {
    if (what === 'first') asking.abort()
    asking = new AbortController()
    const { signal } = asking
    const id = dialog()
    loading.value = what
    try {
      const page = await request<MessagePage>('GET', url(id, way, message), undefined, signal)
      if (id !== dialog() || signal.aborted) return
      keepStretch(id, next(page))
      followFrom(page.seq)
      failed.value = null
      loading.value = null
    } catch (error) {
      if (isAbort(error) || id !== dialog()) return
      failed.value = error
      loading.value = null
    }
  }

  watch([dialog, () => live.generation], () => {
    asking.abort()
    loading.value = null
    failed.value = null
  })

  return { stretch, loading, failed, open, older, newer }
}

function sides(known: Stretch, what: 'older' | 'newer', page: MessagePage) {
  return what === 'older'
    ? { older: page.older, newer: known.newer }
    : { older: known.older, newer: page.newer }
}

function cut(stretch: Stretch, grew: 'older' | 'newer'): Stretch {
  if (stretch.items.length <= mostKept) return stretch
  return grew === 'older'
    ? { ...stretch, items: stretch.items.slice(0, keptAfterCut), newer: true }
    : { ...stretch, items: stretch.items.slice(-keptAfterCut), older: true }
}
