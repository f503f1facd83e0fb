/** A list whose entries are moved by a grip, under a mouse or a finger alike. Entries carry `data-part`. */
import { onBeforeUnmount, ref } from 'vue'

const slackPx = 4

export function useReorder(move: (id: string, at: number) => void) {
  const dragged = ref<string | null>(null)
  let from = { id: '', x: 0, y: 0 }
  let list: HTMLElement | null = null

  function start(event: PointerEvent, id: string): void {
    if (event.button !== 0) return
    event.preventDefault()
    from = { id, x: event.clientX, y: event.clientY }
    list = (event.currentTarget as HTMLElement).closest('ul')
    window.addEventListener('pointermove', follow)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }

  function follow(event: PointerEvent): void {
    const far = Math.hypot(event.clientX - from.x, event.clientY - from.y)
    if (dragged.value === null && far < slackPx) return
    dragged.value = from.id
    const parts = [...(list?.querySelectorAll<HTMLElement>('[data-part]') ?? [])]
    const at = parts.findIndex((part) => holds(part.getBoundingClientRect(), event))
    if (at >= 0 && parts[at]?.dataset.part !== from.id) move(from.id, at)
  }

  function end(): void {
    dragged.value = null
    list = null
    window.removeEventListener('pointermove', follow)
    window.removeEventListener('pointerup', end)
    window.removeEventListener('pointercancel', end)
  }

  onBeforeUnmount(end)
  return { dragged, start }
}

function holds(box: DOMRect, { clientX, clientY }: PointerEvent): boolean {
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom
}
