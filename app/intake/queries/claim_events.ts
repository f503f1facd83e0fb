import type { Sql } from '@svyaz/core'

const statement = `
  insert into seen_events (company_id, account_id, event_id, at)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[])
  on conflict do nothing
  returning account_id, event_id`

type Named = { readonly company: string; readonly account: string; readonly eventId: string }

/** Those that come for the first time. Primary key; a repeat waits for the first one's transaction. */
export async function claimEvents<Event extends Named>(
  tx: Sql,
  events: readonly Event[],
  now: number
): Promise<readonly Event[]> {
  if (events.length === 0) return events
  const once = new Map(events.map((event) => [`${event.account} ${event.eventId}`, event]))
  const first = [...once.values()]
  const { rows } = await tx.query<{ account_id: string; event_id: string }>(statement, [
    first.map(({ company }) => company),
    first.map(({ account }) => account),
    first.map(({ eventId }) => eventId),
    first.map(() => now),
  ])
  const claimed = new Set(rows.map((row) => `${row.account_id} ${row.event_id}`))
  return [...once].filter(([name]) => claimed.has(name)).map(([, event]) => event)
}
