/**
 * Keeps what the eye is on where it is, whatever is added above or below; follows the end when it is at the end.
 * Children of the column carry `data-entry`.
 */
import { nextTick, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

const nearEndPx = 60
const nearEdgePx = 600

export type Place = { readonly key: string; readonly top: number } | 'end'

type Options = {
  readonly scroller: Ref<HTMLElement | null>
  /** Changes whenever the column's content does. */
  readonly content: () => unknown
  readonly nearTop: () => void
  readonly nearBottom: () => void
}

export function useAnchoredScroll({ scroller, content, nearTop, nearBottom }: Options) {
  const atEnd = ref(true)
  /** Raised at each movement: what is on screen may have changed. */
  const moved = ref(0)
  let held: Place = 'end'
  let size: ResizeObserver | undefined

  const entries = (): HTMLElement[] => [
    ...(scroller.value?.querySelectorAll<HTMLElement>('[data-entry]') ?? []),
  ]
  const find = (key: string): HTMLElement | null =>
    scroller.value?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`) ?? null

  function place(): Place {
    const box = scroller.value
    if (box === null || atEnd.value) return 'end'
    const top = box.getBoundingClientRect().top
    const first = entries().find((entry) => entry.getBoundingClientRect().bottom > top)
    if (first?.dataset.entry === undefined) return 'end'
    return { key: first.dataset.entry, top: first.getBoundingClientRect().top - top }
  }

  function goTo(where: Place): void {
    const box = scroller.value
    if (box === null) return
    const entry = where === 'end' ? null : find(where.key)
    if (where === 'end' || entry === null) box.scrollTop = box.scrollHeight
    else
      box.scrollTop +=
        entry.getBoundingClientRect().top - box.getBoundingClientRect().top - where.top
    look()
  }

  function look(): void {
    const box = scroller.value
    if (box === null) return
    const below = box.scrollHeight - box.scrollTop - box.clientHeight
    atEnd.value = below < nearEndPx
    moved.value++
    if (box.scrollTop < nearEdgePx) nearTop()
    if (below < nearEdgePx) nearBottom()
  }

  /** The last entry of which at least the lower edge is on screen. */
  function lowestSeen(): string | undefined {
    const box = scroller.value
    if (box === null) return undefined
    const bottom = box.getBoundingClientRect().bottom + 1
    return entries().findLast((entry) => entry.getBoundingClientRect().bottom <= bottom)?.dataset
      .entry
  }

  watch(content, () => (held = place()), { flush: 'pre' })
  watch(content, () => void nextTick(() => goTo(held)), { flush: 'post' })
  onMounted(() => {
    size = new ResizeObserver(() => {
      if (atEnd.value) goTo('end')
    })
    if (scroller.value) size.observe(scroller.value)
    if (scroller.value?.firstElementChild) size.observe(scroller.value.firstElementChild)
  })
  onBeforeUnmount(() => size?.disconnect())

  return { atEnd, moved, place, goTo, look, lowestSeen, find }
}
