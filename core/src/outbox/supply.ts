import type { OutboxRow } from './store.ts'

/** How much of the queue this process has in memory, so that every owner gets its share of a bounded whole. */
export interface Supply {
  /** An owner's rows in memory have become more or fewer. */
  changed(before: number, after: number): void
  loaded(rows: readonly OutboxRow[]): void
  /** Rows in memory, over all owners. */
  readonly rows: number
  /** Rows to load for each owner, when so many ask. */
  page(asking: number): number
}

const mostRows = 12_000
const mostBytes = 64 * 1024 * 1024
const leastPage = 2
const mostPage = 4_000
/** Of a row beside its input. */
const rowBytes = 1_000

export function createSupply(): Supply {
  let owners = 0
  let inMemory = 0
  let averageBytes = rowBytes
  return {
    changed: (before, after) => {
      inMemory += after - before
      if (before === 0 && after > 0) owners++
      if (before > 0 && after === 0) owners--
    },
    loaded: (rows) => {
      if (rows.length === 0) return
      let bytes = 0
      for (const { input } of rows) bytes += 2 * input.length
      const weight = Math.min(rows.length / 100, 0.5)
      averageBytes += weight * (bytes / rows.length + rowBytes - averageBytes)
    },
    get rows() {
      return inMemory
    },
    page: (asking) => {
      const rows = Math.min(mostRows, mostBytes / averageBytes)
      const share = Math.floor(rows / Math.max(owners + asking, 1))
      return Math.min(Math.max(share, leastPage), mostPage)
    },
  }
}
