import { createGather } from './gather.ts'
import type { Loaded, LoadQuery, RowStore } from './store.ts'
import type { Supply } from './supply.ts'

export type Question = Omit<LoadQuery, 'limit'> & {
  /** Rows of the owner that are in memory. */
  readonly size: number
  /** Of them: behind others that wait. */
  readonly stuck: number
  /** The most that are of one queue. Counted only when it is asked for. */
  readonly deepest: () => number
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
      questions.map(({ size, stuck, deepest, ...query }) => ({
        ...query,
        limit: limitOf(page, { size, stuck, deepest, begun: query.begun }),
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

type Known = Pick<Question, 'size' | 'stuck' | 'deepest' | 'begun'>

/** Whoever has a page asks only for what is new within it: another page with every word would fill the memory. */
function limitOf(page: number, { size, stuck, deepest, begun }: Known): number {
  if (size === 0 && begun) return Math.min(page, firstPage)
  if (size <= page) return size + page
  return deepest() + (size - stuck < page ? page : 0)
}
