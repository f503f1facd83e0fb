import pg from 'pg'

let sent = 0
let isCounting = false

/** Counts what this process sends through `pg`, whoever made the connection. Answers how many since now. */
export function countStatements(): () => number {
  if (!isCounting) {
    isCounting = true
    const { query } = pg.Client.prototype
    pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
      sent++
      return (query as (...values: unknown[]) => unknown).apply(this, args)
    } as typeof query
  }
  const before = sent
  return () => sent - before
}
