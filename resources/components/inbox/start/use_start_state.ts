/** How the chosen account is just now: connected or not, how many new people it may still write to, its address book. */
import type { ImportView, StartState } from '@app/reach/views'
import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import { request } from '~/composables/http'
import { useNotify } from '~/composables/use_notify'

const pollMs = 1000

const isRunning = (book: ImportView | null): boolean =>
  book !== null && (book.state === 'running' || book.state === 'waiting')

export function useStartState(account: () => string, onRead: () => void) {
  const notify = useNotify()
  const known = shallowRef<StartState | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    const asked = account()
    if (asked === '') return
    try {
      const state = await request<StartState>('GET', `/accounts/${asked}/start`)
      if (asked !== account()) return
      known.value = state
      follow()
    } catch {
      // Told by the send itself; until then the window shows what the page knew.
    }
  }

  /** While people come in, how many there are. */
  function follow(): void {
    clearTimeout(timer)
    if (isRunning(known.value?.book ?? null)) timer = setTimeout(() => void poll(), pollMs)
  }

  async function poll(): Promise<void> {
    const asked = account()
    try {
      const { book } = await request<{ book: ImportView | null }>('GET', pathOf(asked))
      if (asked !== account()) return
      put(book)
      if (!isRunning(book)) onRead()
    } catch {
      // Asked again with the next look.
    }
    follow()
  }

  function put(book: ImportView | null): void {
    if (known.value) known.value = { ...known.value, book }
  }

  async function readBook(): Promise<void> {
    try {
      put(await request<ImportView>('POST', pathOf(account()), {}))
      follow()
    } catch (error) {
      notify.failed(error)
    }
  }

  watch(
    account,
    () => {
      clearTimeout(timer)
      void ask()
    },
    { immediate: true }
  )
  onBeforeUnmount(() => clearTimeout(timer))

  const state = computed(() => (known.value?.account === account() ? known.value : null))
  return { state, ask, readBook }
}

const pathOf = (account: string): string => `/accounts/${account}/contacts/import`
