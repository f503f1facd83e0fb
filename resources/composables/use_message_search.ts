/** Messages by their words, page by page, for what stands in the search field. */
import type { FoundMessage, FoundMessages } from '@app/search/views'
import { reactive, watch } from 'vue'
import { isAbort, request } from './http.ts'
import type { ListFilter } from './use_dialog_list.ts'

/** Fewer letters say nothing. */
const leastLetters = 2

export function useMessageSearch(filter: () => Pick<ListFilter, 'q' | 'line' | 'channel'>) {
  const state = reactive({
    hits: [] as FoundMessage[],
    next: null as string | null,
    loading: false,
    failed: null as unknown,
    /** The words asked for say something. */
    searched: true,
  })
  let asking = new AbortController()

  async function ask(cursor: string | null): Promise<void> {
    asking.abort()
    asking = new AbortController()
    const { q, line, channel } = filter()
    if (q.length < leastLetters) {
      Object.assign(state, { hits: [], next: null, loading: false, failed: null, searched: true })
      return
    }
    const query = new URLSearchParams({ q })
    if (line !== '') query.set('line', line)
    if (channel !== '') query.set('channel', channel)
    if (cursor !== null) query.set('cursor', cursor)
    state.loading = true
    try {
      const path = `/inbox/messages/search?${query.toString()}`
      const found = await request<FoundMessages>('GET', path, undefined, asking.signal)
      const hits = cursor === null ? [...found.data] : [...state.hits, ...found.data]
      const { next, searched } = found
      Object.assign(state, { hits, next, searched, loading: false, failed: null })
    } catch (error) {
      if (!isAbort(error)) Object.assign(state, { failed: error, loading: false })
    }
  }

  watch(
    () => {
      const { q, line, channel } = filter()
      return [q, line, channel].join('\n')
    },
    () => void ask(null),
    { immediate: true }
  )

  return {
    state,
    repeat: () => ask(null),
    more: async (): Promise<void> => {
      if (state.next !== null && !state.loading) await ask(state.next)
    },
  }
}
