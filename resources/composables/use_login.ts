/** One login of an account, from the first screen to done or failed: the server leads, this shows and answers. */
import type { LoginView, ScreenView } from '@app/lines/views'
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { isAbort, NoAnswer, Refused, request } from './http.ts'

const retryMs = 2_000

export type LoginStart = {
  readonly line: string
  readonly plugin: string
  readonly flow: string
  /** The account that logs in again. */
  readonly again?: string
}

const isOver = (screen: ScreenView): boolean => screen.show === 'done' || screen.show === 'failed'

export function useLogin() {
  const login = shallowRef<LoginView | null>(null)
  const failure = ref<unknown>(null)
  const busy = ref(false)
  let leaving = new AbortController()

  async function start({ line, ...body }: LoginStart): Promise<void> {
    stop()
    leaving = new AbortController()
    busy.value = true
    try {
      show(await request<LoginView>('POST', `/lines/${line}/logins`, body))
      void follow(leaving.signal)
    } catch (error) {
      failure.value = error
    } finally {
      busy.value = false
    }
  }

  /** Every change of the screen comes by this long poll, also those the person didn't cause. */
  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && login.value !== null && !isOver(login.value.screen)) {
      const { id, version } = login.value
      try {
        show(await request<LoginView>('GET', `/logins/${id}?version=${version}`, undefined, signal))
      } catch (error) {
        if (isAbort(error)) return
        if (error instanceof Refused) {
          failure.value = error
          return
        }
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  async function answer(body: { values?: object; action?: string }): Promise<void> {
    if (login.value === null) return
    busy.value = true
    failure.value = null
    try {
      show(await request<LoginView>('POST', `/logins/${login.value.id}/answers`, body))
    } catch (error) {
      failure.value = error
    } finally {
      busy.value = false
    }
  }

  function show(next: LoginView | undefined): void {
    if (next === undefined) return
    const known = login.value
    if (known === null || known.id !== next.id || known.version <= next.version) login.value = next
  }

  /** The person closed the dialog: the flow ends with it. */
  function stop(): void {
    leaving.abort()
    const open = login.value
    login.value = null
    failure.value = null
    if (open === null || isOver(open.screen)) return
    request('DELETE', `/logins/${open.id}`).catch((error: unknown) => {
      // Nothing is lost: the server ends a login nobody asks about.
      if (!(error instanceof NoAnswer || error instanceof Refused)) throw error
    })
  }

  onBeforeUnmount(stop)
  return {
    login,
    screen: computed(() => login.value?.screen ?? null),
    failure,
    busy,
    start,
    answer,
    stop,
  }
}
