/**
 * Where the rows stand that follow a parent in its own key. The parent is gone by then, so a single one takes its place
 * as it is: a chain of a thousand timers doesn't grow a place of a thousand numbers.
 */
export function placesAfter(
  parent: readonly number[],
  count: number
): readonly (readonly number[])[] {
  if (count === 1) return [parent]
  return Array.from({ length: count }, (_, index) => [...parent, index])
}
