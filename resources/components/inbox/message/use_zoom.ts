/** Wheel, two fingers, double click and buttons make a picture larger; what is larger than its frame is dragged. */
import { computed, ref, type Ref } from 'vue'
import { between, distance, moved, whole, zoomAt, type Point, type View } from './zoom'

const stepBy = 1.5
const doubleBy = 2.5

export function useZoom(frame: Ref<HTMLElement | null>) {
  const view = ref<View>(whole)
  const fingers = new Map<number, Point>()
  const isDragged = ref(false)

  function pointOf({ clientX, clientY }: MouseEvent): Point {
    const box = frame.value?.getBoundingClientRect()
    if (!box) return { x: 0, y: 0 }
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 }
  }

  function change(by: number, point: Point = { x: 0, y: 0 }): void {
    view.value = inFrame(zoomAt(view.value, by, point), { x: 0, y: 0 })
  }

  function inFrame(next: View, by: Point): View {
    const box = frame.value?.getBoundingClientRect()
    return box ? moved(next, by, box) : next
  }

  const on = {
    wheel: (event: WheelEvent): void => {
      event.preventDefault()
      change(Math.exp(-event.deltaY / 400), pointOf(event))
    },
    dblclick: (event: MouseEvent): void => {
      if (view.value.scale > 1) view.value = whole
      else change(doubleBy, pointOf(event))
    },
    pointerdown: (event: PointerEvent): void => {
      fingers.set(event.pointerId, pointOf(event))
      ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    },
    pointermove: (event: PointerEvent): void => {
      const before = fingers.get(event.pointerId)
      if (before === undefined) return
      const now = pointOf(event)
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
      fingers.set(event.pointerId, now)
      if (other !== undefined) {
        change(distance(now, other) / Math.max(1, distance(before, other)), between(now, other))
      } else if (view.value.scale > 1) {
        isDragged.value = true
        view.value = inFrame(view.value, { x: now.x - before.x, y: now.y - before.y })
      }
    },
    pointerup: (event: PointerEvent): void => letGo(event),
    pointercancel: (event: PointerEvent): void => letGo(event),
  }

  function letGo({ pointerId }: PointerEvent): void {
    fingers.delete(pointerId)
    if (fingers.size === 0) isDragged.value = false
  }

  return {
    on,
    isDragged,
    isLarger: computed(() => view.value.scale > 1),
    style: computed(() => ({
      transform: `translate(${view.value.x}px, ${view.value.y}px) scale(${view.value.scale})`,
    })),
    larger: () => change(stepBy),
    smaller: () => change(1 / stepBy),
    reset: () => (view.value = whole),
  }
}
