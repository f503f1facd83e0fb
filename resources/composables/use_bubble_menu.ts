/**
 * Ways to the menu of a message: its button, right click, long press; and a double tap, which reacts. Heard by the column
 * for all its messages: listeners of each would make opening a dialog slow.
 */
import type { DialogView, MessageView } from '@app/inbox/views'
import { onBeforeUnmount, shallowRef } from 'vue'
import { maysOf, reactionsOf, shownOf } from '~/components/inbox/message/acts'
import { wishes } from '~/stores/live'
import { useMessageActs } from './use_message_acts.ts'

const pressMs = 450
const tapMs = 300
const movedPx = 10

export type Asked = {
  readonly message: MessageView
  /** Where the menu stands. */
  readonly at: DOMRect
  /** Where the caret returns to. */
  readonly from: HTMLElement | null
}

type Touch = { readonly key: string; readonly x: number; readonly y: number; readonly at: number }

export function useBubbleMenu(
  messageOf: (key: string) => MessageView | undefined,
  canOf: () => DialogView['can'] | undefined
) {
  const acts = useMessageActs()
  const asked = shallowRef<Asked | null>(null)
  let touch: Touch | null = null
  let tapped: Touch | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const keyOf = (target: EventTarget | null): string =>
    target instanceof Element
      ? (target.closest('[data-bubble]')?.closest<HTMLElement>('[data-entry]')?.dataset.entry ?? '')
      : ''

  function ask(key: string, at: DOMRect, from: HTMLElement | null): boolean {
    const message = messageOf(key)
    if (message === undefined) return false
    asked.value = { message, at, from }
    return true
  }

  /** Selected words and links have the browser's own menu. */
  function hasOwnMenu(target: EventTarget | null): boolean {
    const selection = window.getSelection()
    if (selection !== null && !selection.isCollapsed) return true
    return target instanceof Element && target.closest('a, img, video, audio') !== null
  }

  /** The first reaction there is, or back. */
  function reactTo(message: MessageView): void {
    const can = canOf()
    if (!can || maysOf(message, { can, me: null, now: Date.now() }).react !== 'yes') return
    const [first = null] = reactionsOf(can.reactions).quick
    const { reactions } = shownOf(message, wishes.get(message.id))
    const mine = reactions.find((one) => one.mine)?.emoji
    void acts.react(message.id, mine === first ? null : first)
  }

  function forgetTouch(): void {
    clearTimeout(timer)
    touch = null
  }
  onBeforeUnmount(forgetTouch)

  const listeners = {
    click(event: MouseEvent): void {
      const button =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>('[data-bubble-menu]')
          : null
      if (button) ask(button.dataset.bubbleMenu ?? '', button.getBoundingClientRect(), button)
    },
    contextmenu(event: MouseEvent): void {
      const key = keyOf(event.target)
      if (key === '' || hasOwnMenu(event.target)) return
      forgetTouch()
      const at = new DOMRect(event.clientX, event.clientY, 0, 0)
      if (asked.value !== null || ask(key, at, null)) event.preventDefault()
    },
    pointerdown(event: PointerEvent): void {
      forgetTouch()
      const key = keyOf(event.target)
      if (event.pointerType !== 'touch' || !event.isPrimary || key === '') return
      const { clientX: x, clientY: y, timeStamp: at } = event
      touch = { key, x, y, at }
      timer = setTimeout(() => {
        touch = null
        ask(key, new DOMRect(x, y, 0, 0), null)
      }, pressMs)
    },
    pointermove(event: PointerEvent): void {
      if (touch === null) return
      if (Math.hypot(event.clientX - touch.x, event.clientY - touch.y) > movedPx) forgetTouch()
    },
    pointercancel: forgetTouch,
    pointerup(event: PointerEvent): void {
      const ended = touch
      forgetTouch()
      const isControl =
        event.target instanceof Element && event.target.closest('button, a, summary') !== null
      if (ended === null || isControl) return
      const isDouble = tapped !== null && tapped.key === ended.key && ended.at - tapped.at < tapMs
      tapped = isDouble ? null : ended
      const message = isDouble ? messageOf(ended.key) : undefined
      if (message) reactTo(message)
    },
  }

  return { asked, listeners }
}
