import { createGather } from './gather.ts'
import type { Loaded, LoadQuery, RowStore } from './store.ts'
import type { Supply } from './supply.ts'

export type Question = Omit<LoadQuery, 'limit'> & {
  /** Asked when its turn has come: while it waited, rows may have ended. */
  readonly memory: OwnersMemory
}

/** What an owner has in memory. */
export type OwnersMemory = {
  /** It has never loaded anything, or all of it anew. */
  readonly isFirst: boolean
  /** Rows. */
  readonly size: number
  /** Of them: behind others that wait. */
  readonly stuck: number
  /** The most that are of one queue. */
  deepest(): number
}

/** What owners of this process want to load, many at a time in one statement. */
export interface Loads {
  ask(question: Question): Promise<Loaded>
}

const mostAtOnce = 200
/** How many queues an owner has shows only when they are loaded, and each has a page. */
const firstPage = 500

export function createLoads(rows: Pick<RowStore<never>, 'load'>, supply: Supply): Loads {
  let asking = 0
  const load = (questions: readonly Question[]) => {
    const page = supply.page(asking)
    asking -= questions.length
    return rows.load(
      questions.map(({ memory, ...query }) => ({
        ...query,
        limit: limitOf(page, memory),
      }))
    )
  }
  const gather = createGather(load, mostAtOnce)
  return {
    ask: (question) => {
      asking++
      return gather(question)
    },
  }
}

/**
 * Whoever has a page asks only for what is new within it: another page with every word would fill the memory. Never 0, for
 * what has come to its limit is what has more.
 */
function limitOf(page: number, memory: OwnersMemory): number {
  const { size, stuck, isFirst } = memory
  if (size === 0 && isFirst) return Math.min(page, firstPage)
  if (size <= page) return size + page
  return memory.deepest() + (size - stuck < page ? page : 0)
}
