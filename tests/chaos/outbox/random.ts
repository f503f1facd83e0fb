/** Chance that can be had again: the same seed gives the same run, as far as processes and clocks let it. */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number
  /** Both ends may come. */
  between(least: number, most: number): number
  of<T>(list: readonly T[]): T
}

/** mulberry32: 32 bits of state are plenty for choices of a test. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    of: (list) => {
      const chosen = list[between(0, list.length - 1)]
      if (chosen === undefined) throw new Error('there is nothing to choose from')
      return chosen
    },
  }
}

/** The same number from 0 to 999 for the same words in every process: FNV-1a. */
export function lotOf(seed: number, words: string): number {
  let hash = (0x81_1c_9d_c5 ^ seed) >>> 0
  for (const letter of words) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01_00_01_93)
  return (Math.imul(hash ^ (hash >>> 15), 0x2c_1b_3c_6d) >>> 0) % 1000
}
