import type { Loaded, LoadQuery, RowStore } from './store.ts'
import type { Supply } from './supply.ts'

export type Question = Omit<LoadQuery, 'limit'> & {
  /** Rows of the owner that are in memory. */
  readonly size: number
}

/** What owners of this process want to load, many at a time in one statement. */
export interface Loads {
  ask(question: Question): Promise<Loaded>
}

type Waiting = {
  readonly question: Question
  readonly resolve: (loaded: Loaded) => void
  readonly reject: (error: unknown) => void
}

const mostAtOnce = 200

export function createLoads(rows: Pick<RowStore<never>, 'load'>, supply: Supply): Loads {
  const waiting: Waiting[] = []
  let isLoading = false

  const load = async (asked: readonly Waiting[], page: number) => {
    try {
      const found = await rows.load(
        asked.map(({ question: { size, ...query } }) => ({ ...query, limit: page + size }))
      )
      for (const [index, { resolve, reject }] of asked.entries()) {
        const loaded = found[index]
        if (loaded === undefined) reject(new Error('an answer is missing'))
        else resolve(loaded)
      }
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
  const drain = async () => {
    isLoading = true
    // Whoever else wakes in this turn goes along.
    await Promise.resolve()
    while (waiting.length > 0) {
      const page = supply.page(waiting.length)
      await load(waiting.splice(0, mostAtOnce), page)
    }
    isLoading = false
  }

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ question, resolve, reject })
        if (!isLoading) void drain()
      }),
  }
}
