/** Where a picture stands in its frame. Pure; x and y are of its middle against the middle of the frame, in pixels. */

export type View = { readonly scale: number; readonly x: number; readonly y: number }
export type Point = { readonly x: number; readonly y: number }

export const whole: View = { scale: 1, x: 0, y: 0 }
const mostScale = 8

/** What lies under that point stays under it. */
export function zoomAt(view: View, by: number, point: Point): View {
  const scale = Math.min(mostScale, Math.max(1, view.scale * by))
  if (scale === 1) return whole
  const ratio = scale / view.scale
  return {
    scale,
    x: point.x - (point.x - view.x) * ratio,
    y: point.y - (point.y - view.y) * ratio,
  }
}

/** Moved by that much, but never out of the frame. */
export function moved(view: View, by: Point, frame: { width: number; height: number }): View {
  const reach = (size: number): number => (size * (view.scale - 1)) / 2
  const within = (value: number, most: number): number => Math.max(-most, Math.min(most, value))
  return {
    scale: view.scale,
    x: within(view.x + by.x, reach(frame.width)),
    y: within(view.y + by.y, reach(frame.height)),
  }
}

export const between = (one: Point, other: Point): Point => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
})
export const distance = (one: Point, other: Point): number =>
  Math.hypot(one.x - other.x, one.y - other.y)
