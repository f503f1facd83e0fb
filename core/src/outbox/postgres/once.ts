import type { Sql } from '../store.ts'
import type { Database } from './database.ts'
import type { RowIn } from './new_rows.ts'

const reserve = `
with y as (
  select owner, word, nextval('svyaz.outbox_seq') as seq
  from unnest($1::bigint[], $2::text[]) as u(owner, word) order by owner, word
)
insert into svyaz.outbox_once (owner, word, seq, at)
select owner, word, seq, svyaz.now_ms() from y
on conflict (owner, word) do nothing
returning owner::float8 as owner, word, seq::text as id`

const find = `
select o.owner::float8 as owner, o.word, o.seq::text as id
from svyaz.outbox_once o join unnest($1::bigint[], $2::text[]) as u(owner, word)
  on o.owner = u.owner and o.word = u.word`

type Found = { owner: number; word: string; id: string }

/** Which rows are repeats, of an earlier enqueue or within this one, and the ids of those that aren't. */
export async function reserveOnce(
  database: Database,
  tx: Sql,
  rows: readonly RowIn[]
): Promise<{
  readonly known: ReadonlyMap<RowIn, string>
  readonly reserved: ReadonlyMap<RowIn, string>
}> {
  const known = new Map<RowIn, string>()
  const reserved = new Map<RowIn, string>()
  const asked = rows.filter(({ row }) => row.once !== undefined)
  if (asked.length === 0) return { known, reserved }
  const first = new Map<string, RowIn>()
  for (const row of asked) if (!first.has(wordOf(row))) first.set(wordOf(row), row)
  const words = [...first.values()]
  const values = [words.map(({ owner }) => owner), words.map(({ row }) => row.once)]
  const taken = byWord(await database.query<Found>(reserve, values, tx))
  const all =
    taken.size === words.length ? taken : byWord(await database.query<Found>(find, values, tx))
  for (const row of asked) {
    const word = wordOf(row)
    const mine = taken.get(word)
    if (mine !== undefined && first.get(word) === row) reserved.set(row, mine)
    else known.set(row, mine ?? all.get(word) ?? '')
  }
  return { known, reserved }
}

function byWord(found: readonly Found[]): ReadonlyMap<string, string> {
  return new Map(found.map(({ owner, word, id }) => [`${owner}:${word}`, id]))
}

function wordOf({ owner, row }: RowIn): string {
  return `${owner}:${row.once ?? ''}`
}
