/** One account's queue, kept true while somebody looks: by hints, and every few seconds while it moves. */
import type { QueueView } from '@app/queue/views'
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import { live } from '~/stores/live'
import { request } from './http.ts'

const perPage = 50
const tickMs = 1_000
/** While something waits or is stopped; hints come sooner. */
const everyMs = 4_000
const soonestMs = 1_000

export function useQueue(account: string, first: QueueView, highlighted: string | null) {
  const queue = shallowRef(first)
  const shown = { rows: perPage, ended: perPage }
  const failure = ref<unknown>(null)
  /** By the server's clock: the browser's may be wrong. */
  let ahead = Date.now() - first.now
  const now = ref(first.now)
  let askedAt = Date.now()
  let asking: Promise<void> | undefined
  let wanted = false

  async function ask(): Promise<void> {
    askedAt = Date.now()
    wanted = false
    try {
      const query = new URLSearchParams({ rows: String(shown.rows), ended: String(shown.ended) })
      if (highlighted !== null) query.set('message', highlighted)
      queue.value = await request<QueueView>('GET', `/accounts/${account}/queue/state?${query}`)
      ahead = Date.now() - queue.value.now
      now.value = queue.value.now
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }

  /** Never twice at once. */
  async function refresh(): Promise<void> {
    asking ??= ask().finally(() => (asking = undefined))
    await asking
  }

  /** What a command did is on the screen when it has ended. */
  async function act<Answer>(command: string, body: object = {}): Promise<Answer> {
    const answer = await request<Answer>('POST', `/accounts/${account}/queue/${command}`, body)
    await asking
    await refresh()
    return answer
  }

  async function more(list: 'rows' | 'ended'): Promise<void> {
    shown[list] += perPage
    await asking
    await refresh()
  }

  function tick(): void {
    if (document.visibilityState !== 'visible') return
    now.value = Date.now() - ahead
    const age = Date.now() - askedAt
    if ((wanted && age >= soonestMs) || (moves(queue.value) && age >= everyMs)) void refresh()
  }
  const look = (): void => void (document.visibilityState === 'visible' && refresh())

  let timer: ReturnType<typeof setInterval> | undefined
  watch(
    () => live.announced,
    () => (wanted = true)
  )
  onMounted(() => {
    timer = setInterval(tick, tickMs)
    document.addEventListener('visibilitychange', look)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  })

  return { queue: computed(() => queue.value), now, failure, refresh, act, more }
}

function moves({ lanes }: QueueView): boolean {
  return lanes.some(
    ({ waiting, paused, restsUntil }) =>
      waiting.operator + waiting.robot + waiting.marketing > 0 || paused || restsUntil
  )
}
