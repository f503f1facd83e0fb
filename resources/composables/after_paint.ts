const longestMs = 100

/**
 * Resolves when what was just changed is on screen: what nobody sees, starting a request among it, waits its turn.
 * A tab in the background draws no frames, there the timer resolves.
 */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, longestMs)
    requestAnimationFrame(() => {
      setTimeout(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  })
}
