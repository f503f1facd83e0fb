import { AsyncLocalStorage } from 'node:async_hooks'

/** One transaction at a time; what throws is undone. A call from inside a transaction belongs to it. */
export interface Transactions {
  run<T>(body: () => Promise<T> | T): Promise<T>
  savepoint<T>(body: () => Promise<T>): Promise<T>
  /** At once when no transaction is open. */
  afterCommit(run: () => void): void
  table<Key, Value>(): Table<Key, Value>
}

/** A map whose changes are undone with the transaction that made them. */
export interface Table<Key, Value> {
  get(key: Key): Value | undefined
  has(key: Key): boolean
  set(key: Key, value: Value): void
  delete(key: Key): boolean
  values(): readonly Value[]
  entries(): readonly (readonly [Key, Value])[]
}

type Open = { undo: (() => void)[]; after: (() => void)[]; isOpen: boolean }

export function createTransactions(): Transactions {
  const current = new AsyncLocalStorage<Open>()
  let last: Promise<unknown> = Promise.resolve()

  const open = () => {
    const transaction = current.getStore()
    return transaction?.isOpen === true ? transaction : undefined
  }
  const begin = async <T>(body: () => Promise<T> | T): Promise<T> => {
    const transaction: Open = { undo: [], after: [], isOpen: true }
    try {
      return await current.run(transaction, async () => body())
    } catch (error) {
      rollback(transaction, 0)
      transaction.after = []
      throw error
    } finally {
      transaction.isOpen = false
      for (const run of transaction.after) run()
    }
  }
  const log = (undo: () => void) => open()?.undo.push(undo)

  return {
    run: (body) => {
      if (open() !== undefined) return Promise.resolve().then(body)
      const turn = last.then(() => begin(body))
      last = turn.catch(() => {})
      return turn
    },
    savepoint: async (body) => {
      const transaction = open()
      const mark = transaction?.undo.length ?? 0
      const after = transaction?.after.length ?? 0
      try {
        return await body()
      } catch (error) {
        if (transaction !== undefined) {
          rollback(transaction, mark)
          transaction.after.length = after
        }
        throw error
      }
    },
    afterCommit: (run) => {
      const transaction = open()
      if (transaction === undefined) run()
      else transaction.after.push(run)
    },
    table: <Key, Value>() => createTable<Key, Value>(log),
  }
}

function rollback(transaction: Open, to: number): void {
  for (const undo of transaction.undo.splice(to).reverse()) undo()
}

function createTable<Key, Value>(log: (undo: () => void) => unknown): Table<Key, Value> {
  const map = new Map<Key, Value>()
  const restore = (key: Key) => {
    const before = map.get(key)
    const had = map.has(key)
    log(() => {
      if (had) map.set(key, before as Value)
      else map.delete(key)
    })
  }
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    set: (key, value) => {
      restore(key)
      map.set(key, value)
    },
    delete: (key) => {
      restore(key)
      return map.delete(key)
    },
    values: () => [...map.values()],
    entries: () => [...map.entries()],
  }
}
