/** Quick replies of a section, or those that words find: asked while somebody types, the last question wins. */
import type { ReplyPage } from '@app/replies/views'
import { onBeforeUnmount, reactive, watch } from 'vue'
import { isAbort, request } from './http.ts'

const debounceMs = 120

export type ReplyQuestion = { readonly q: string; readonly section: string | null }

export function useReplySearch(asked: () => ReplyQuestion) {
  const state = reactive({
    page: null as ReplyPage | null,
    /** What `page` answers. */
    answered: null as ReplyQuestion | null,
    loading: true,
    failed: null as unknown,
  })
  let asking: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    clearTimeout(timer)
    asking?.abort()
    const mine = (asking = new AbortController())
    const question = asked()
    state.loading = true
    try {
      const page = await request<ReplyPage>('GET', addressOf(question), undefined, mine.signal)
      Object.assign(state, { page, answered: question, failed: null, loading: false })
    } catch (error) {
      if (!isAbort(error) && asking === mine)
        Object.assign(state, { failed: error, loading: false })
    }
  }

  watch(
    asked,
    (now, before) => {
      if (now.q === before?.q && now.section === before.section) return
      state.loading = true
      clearTimeout(timer)
      // Another section is a decision, a letter is not.
      const waitMs = before === undefined || now.section !== before.section ? 0 : debounceMs
      timer = setTimeout(() => void load(), waitMs)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => {
    clearTimeout(timer)
    asking?.abort()
  })
  return { state, load }
}

function addressOf({ q, section }: ReplyQuestion): string {
  const query = new URLSearchParams()
  if (q.trim() !== '') query.set('q', q.trim().slice(0, 400))
  if (section !== null) query.set('section', section)
  return `/replies/search?${query.toString()}`
}
