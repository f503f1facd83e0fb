/** The slash that asks for quick replies: at the start of a text or after a blank, until it is gone or answered. */
import { computed, ref } from 'vue'

export type TextField = {
  focus(): void
  /** Where the caret is. */
  caret(): number
  /** In place of a stretch of the text; the caret lands behind it. */
  put(text: string, from: number, to: number): void
  select(from: number, to: number): void
}

export function useReplyTrigger(
  text: () => string,
  field: () => Pick<TextField, 'focus' | 'caret' | 'put'> | null
) {
  const slash = ref<number | null>(null)
  const caret = ref(0)
  /** Put there by the button, so it goes when nothing was chosen. */
  let isOurs = false
  let length = 0

  const query = computed(() =>
    slash.value === null ? null : text().slice(slash.value + 1, caret.value)
  )

  /** After every change of the text or the caret. */
  function look(): void {
    caret.value = field()?.caret() ?? 0
    const grew = text().length === length + 1
    length = text().length
    if (slash.value !== null && !isAsking(slash.value)) slash.value = null
    else if (slash.value === null && grew && beginsAt(caret.value - 1)) {
      isOurs = false
      slash.value = caret.value - 1
    }
  }

  function beginsAt(at: number): boolean {
    return text()[at] === '/' && (at === 0 || /\s/.test(text()[at - 1] ?? ''))
  }

  /** A blank right behind the slash means a slash. */
  function isAsking(at: number): boolean {
    return (
      caret.value > at && text()[at] === '/' && !/^\s|\n/.test(text().slice(at + 1, caret.value))
    )
  }

  /** By the button: a slash where the caret is. */
  function open(): void {
    const to = field()
    if (to === null || slash.value !== null) return close()
    to.focus()
    const at = to.caret()
    const gap = at === 0 || /\s/.test(text()[at - 1] ?? '') ? '' : ' '
    to.put(`${gap}/`, at, at)
    caret.value = at + gap.length + 1
    length = text().length
    slash.value = at + gap.length
    isOurs = true
  }

  function close(): void {
    const at = slash.value
    slash.value = null
    if (at !== null && isOurs) field()?.put('', at, caret.value)
    length = text().length
    field()?.focus()
  }

  /** What was asked for stands where the question stood. */
  function answer(reply: string): void {
    if (slash.value === null) return
    const at = slash.value
    slash.value = null
    field()?.put(reply, at, caret.value)
    length = text().length
  }

  /** Another dialog, another text. */
  function forget(): void {
    slash.value = null
    length = text().length
  }

  return { query, look, open, close, answer, forget }
}
