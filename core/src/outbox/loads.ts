import { createGather } from './gather.ts'
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

const mostAtOnce = 200

export function createLoads(rows: Pick<RowStore<never>, 'load'>, supply: Supply): Loads {
  let asking = 0
  const load = (questions: readonly Question[]) => {
    const page = supply.page(asking)
    asking -= questions.length
    return rows.load(questions.map(({ size, ...query }) => ({ ...query, limit: page + size })))
  }
  const gather = createGather(load, mostAtOnce)
  return {
    ask: (question) => {
      asking++
      return gather(question)
    },
  }
}
