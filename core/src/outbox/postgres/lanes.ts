import type { OwnerNo, Sql } from '../store.ts'
import type { Database } from './database.ts'

export interface Lanes {
  /** The numbers of an owner's lanes, made where they are missing. */
  numbers(
    tx: Sql,
    lanes: readonly { readonly owner: OwnerNo; readonly lane: string }[]
  ): Promise<(owner: OwnerNo, lane: string) => number>
}

const find = `select no::float8 as no, name from svyaz.outbox_lane where owner = $1 and name = any($2)`
const insert = `insert into svyaz.outbox_lane (owner, name) select $1, unnest($2::text[]) on conflict do nothing`
const mostCached = 50_000

/** A lane that this transaction made is kept for later ones only when another has seen it: it may be rolled back. */
export function createLanes(database: Database): Lanes {
  const cache = new Map<string, number>()
  const own = new WeakMap<Sql, Set<string>>()

  const look = async (
    tx: Sql,
    owner: OwnerNo,
    names: readonly string[],
    known: Map<string, number>
  ) => {
    const found = await database.query<{ no: number; name: string }>(find, [owner, names], tx)
    for (const { no, name } of found) {
      const id = `${owner}:${name}`
      known.set(id, no)
      if (own.get(tx)?.has(id) !== true) cache.set(id, no)
    }
  }
  const ensure = async (
    tx: Sql,
    owner: OwnerNo,
    names: readonly string[],
    known: Map<string, number>
  ) => {
    await look(tx, owner, names, known)
    const missing = names.filter((name) => !known.has(`${owner}:${name}`))
    if (missing.length === 0) return
    const made = own.get(tx) ?? new Set<string>()
    own.set(tx, made)
    for (const name of missing) made.add(`${owner}:${name}`)
    await database.query(insert, [owner, missing], tx)
    await look(tx, owner, missing, known)
  }

  return {
    numbers: async (tx, lanes) => {
      const known = new Map<string, number>()
      const missing = new Map<OwnerNo, Set<string>>()
      for (const { owner, lane } of lanes) {
        const id = `${owner}:${lane}`
        const no = cache.get(id)
        if (no !== undefined) known.set(id, no)
        else missing.set(owner, (missing.get(owner) ?? new Set()).add(lane))
      }
      if (cache.size > mostCached) cache.clear()
      for (const [owner, names] of missing) await ensure(tx, owner, [...names], known)
      return (owner, lane) => {
        const no = known.get(`${owner}:${lane}`)
        if (no === undefined) throw new Error(`lane ${lane} of owner ${owner} could not be made`)
        return no
      }
    },
  }
}
