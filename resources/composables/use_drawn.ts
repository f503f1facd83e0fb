/**
 * Which of the loaded entries stand in the page: a screenful when a dialog opens, so that opening is quick, more as
 * scrolling comes near the edge, never many more than experience.md §5 wants.
 */
import { computed, shallowRef, type ComputedRef } from 'vue'
import { afterPaint } from './after_paint.ts'

type Keyed = { readonly key: string }
/** From which to which entry. null: the loaded end, and above it a screenful. */
type Span = { readonly first: string | null; readonly last: string | null }

/** Nothing in the column is lower than this; above and below it stand the header and the field. */
const lowestPx = 38
const framePx = 140
const step = 12

const screenful = (): number => Math.ceil((window.innerHeight - framePx) / lowestPx)
const most = (): number => Math.max(64, 3 * screenful())

export function useDrawn<T extends Keyed>(entries: () => readonly T[]) {
  const span = shallowRef<Span>({ first: null, last: null })
  let isGrowing = false

  const indexOf = (key: string | null): number =>
    key === null ? -1 : entries().findIndex((entry) => entry.key === key)

  const range = computed(() => {
    const last = indexOf(span.value.last)
    const to = last === -1 ? entries().length : last + 1
    const first = indexOf(span.value.first)
    return { from: first === -1 || first > to ? Math.max(0, to - screenful()) : first, to }
  })
  const drawn: ComputedRef<readonly T[]> = computed(() =>
    entries().slice(range.value.from, range.value.to)
  )

  function draw(from: number, to: number): void {
    const all = entries()
    span.value = {
      first: all[Math.max(0, from)]?.key ?? null,
      // What arrives at the end belongs into the page.
      last: to >= all.length ? null : (all[to - 1]?.key ?? null),
    }
  }

  /** What grows is drawn after the picture before it: a movement never waits for it. */
  function later(grow: () => void): void {
    if (isGrowing) return
    isGrowing = true
    void afterPaint().then(() => {
      isGrowing = false
      grow()
    })
  }

  /** Further up or down in what is loaded; false when there is nothing left to draw. */
  function up(): boolean {
    if (range.value.from === 0) return false
    later(() => {
      const { from, to } = range.value
      draw(from - step, Math.min(to, from - step + most()))
    })
    return true
  }
  function down(): boolean {
    if (range.value.to >= entries().length) return false
    later(() => {
      const { from, to } = range.value
      draw(Math.max(from, to + step - most()), to + step)
    })
    return true
  }

  /** So that an entry can be gone to; false: it isn't loaded. */
  function reach(key: string): boolean {
    const at = indexOf(key)
    if (at === -1) return false
    const { from, to } = range.value
    if (at < from || at >= to) draw(at - step, at + screenful())
    return true
  }

  /** Back to the loaded end, when it isn't drawn or far too much above it is. */
  function showEnd(): void {
    if (span.value.last !== null || drawn.value.length > most())
      span.value = { first: null, last: null }
  }

  return { drawn, up, down, reach, showEnd }
}
