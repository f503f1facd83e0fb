/** How many calls this process makes at once, over all owners; whoever finds none free is asked again in turn. */
export interface Slots {
  /** false: none is free; the runner will be pumped when one is. */
  take(runner: Pumped): boolean
  give(): void
  readonly taken: number
  /** Once, after everything that happens in this turn. */
  pumpSoon(runner: Pumped): void
}

export type Pumped = { pump(): void }

export function createSlots(limit: number): Slots {
  let free = limit
  const waiting = new Set<Pumped>()
  const soon = new Set<Pumped>()
  let isSoon = false

  const pumpAll = () => {
    isSoon = false
    const runners = [...soon]
    soon.clear()
    for (const runner of runners) runner.pump()
    // Whoever was asked had nothing to start any more: the next one may have.
    if (free > 0) pumpNext()
  }
  const pumpNext = () => {
    for (const next of waiting) {
      waiting.delete(next)
      return pumpSoon(next)
    }
  }
  const pumpSoon = (runner: Pumped) => {
    soon.add(runner)
    if (isSoon) return
    isSoon = true
    queueMicrotask(pumpAll)
  }

  return {
    take: (runner) => {
      if (free === 0) {
        waiting.add(runner)
        return false
      }
      free--
      return true
    },
    give: () => {
      free++
      pumpNext()
    },
    pumpSoon,
    get taken() {
      return limit - free
    },
  }
}
