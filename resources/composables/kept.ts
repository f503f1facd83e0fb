/** Of a computed value that is made anew but says the same: the object before, so that nothing is redrawn for it. */
export function kept<T>(before: T | null | undefined, now: T): T {
  return before !== undefined && before !== null && JSON.stringify(before) === JSON.stringify(now)
    ? before
    : now
}
