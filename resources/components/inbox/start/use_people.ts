/** What is typed into the address: read by the server, which knows whom the account can write to. */
import type { PeoplePage } from '@app/reach/views'
import { onBeforeUnmount, shallowRef, watch } from 'vue'
import { isAbort, request } from '~/composables/http'

const debounceMs = 150
const nothing: PeoplePage = { typed: null, data: [], next: null }

export function usePeople(account: () => string, typed: () => string) {
  const page = shallowRef<PeoplePage>(nothing)
  /** What `page` is about: not yet what stands in the field now. */
  const about = shallowRef('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let call: AbortController | undefined

  async function ask(q: string, cursor = ''): Promise<void> {
    call?.abort()
    call = new AbortController()
    const query = new URLSearchParams({ account: account(), q, ...(cursor ? { cursor } : {}) })
    try {
      const found = await request<PeoplePage>(
        'GET',
        `/inbox/contacts?${query.toString()}`,
        undefined,
        call.signal
      )
      page.value = cursor ? { ...found, data: [...page.value.data, ...found.data] } : found
      about.value = q
    } catch (error) {
      // Suggestions help; without them an address is still sent, and what is wrong with it is told then.
      if (!isAbort(error)) page.value = nothing
    }
  }

  watch(
    [account, typed],
    ([, now]) => {
      clearTimeout(timer)
      call?.abort()
      const q = now.trim()
      if (q === '') {
        page.value = nothing
        about.value = ''
      } else timer = setTimeout(() => void ask(q), debounceMs)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => {
    clearTimeout(timer)
    call?.abort()
  })

  return {
    page,
    about,
    more: (): void => {
      if (page.value.next !== null) void ask(about.value, page.value.next)
    },
    /** After people were added. */
    again: (): void => {
      if (about.value !== '') void ask(about.value)
    },
  }
}
