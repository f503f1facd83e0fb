import type { Store } from '@svyaz/core'
import type { NewRow, OutboxRow } from '../../../src/outbox/store.ts'
import type { History, KnownRow } from './history.ts'
import type { RowSpec, World } from './world.ts'

/** So many rows a worker asks for beyond those it has, but for the first time; see `loads.ts`. */
const usualPage = 2_000

/** The store all processes share: tells the history which rows there are, and gives small pages. */
export function bookkeeper(
  store: Store<undefined>,
  history: History,
  { page }: World
): Store<undefined> {
  const { rows } = store
  return {
    ...store,
    rows: {
      ...rows,
      enqueue: async (tx, owner, news) => {
        const ids = await rows.enqueue(tx, owner, news)
        for (const [index, row] of news.entries()) noteRoot(history, row, ids[index] ?? '', owner)
        return ids
      },
      load: (queries) =>
        rows.load(queries.map((query) => ({ ...query, limit: smaller(query.limit, page) }))),
      finish: (batch, inside) =>
        rows.finish(batch, async (tx, settled) => {
          const then = batch.owners.flatMap((part) => part.then)
          for (const row of settled.then) noteFollowing(history, row, then)
          await inside?.(tx, settled)
        }),
    },
  }
}

function smaller(limit: number, page: number): number {
  return limit < usualPage ? Math.min(limit, page) : limit - usualPage + page
}

function noteRoot(history: History, row: NewRow, id: string, owner: number): void {
  const name = JSON.parse(row.input) as string
  const [index = 0, no = 0] = name.split('-').map(Number)
  const spec = history.world.owners[index]?.rows[no]
  if (spec === undefined) throw new Error(`no row ${name}`)
  history.add({ ...common(row, spec), id, owner, name, place: [Number(id)] })
}

function noteFollowing(
  history: History,
  row: OutboxRow,
  then: readonly (NewRow & { readonly parent: OutboxRow })[]
): void {
  const own = then.find(({ callId }) => callId === row.callId)
  if (own === undefined) throw new Error(`row ${row.id} follows nobody`)
  const parent = history.row(own.parent.id)
  const index = then.filter((one) => one.parent === own.parent).indexOf(own)
  const { acts, lane, key } = { acts: [], lane: row.lane, key: row.key, ...parent.spec.then[index] }
  if (lane !== row.lane || key !== row.key) throw new Error(`row ${row.id} is in another's place`)
  const spec: RowSpec = { ...parent.spec, acts, then: [] }
  history.add({
    ...common(row, spec),
    id: row.id,
    owner: row.owner,
    name: JSON.parse(row.input) as string,
    place: row.key === parent.key ? [...parent.place, index] : [Number(row.id)],
  })
}

function common(
  row: NewRow,
  spec: RowSpec
): Omit<KnownRow, 'id' | 'owner' | 'name' | 'place' | 'spans'> {
  const { lane, key, priority, batch, firstContact, toGroup = false, notBefore = 0 } = row
  return { spec, lane, key, priority, batch, firstContact, toGroup, notBefore }
}
