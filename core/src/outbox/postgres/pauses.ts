import type { CompanyId } from '../../ids.ts'
import type { OwnerNo, PauseTarget, RowStore, Sql, Word } from '../store.ts'
import type { Database } from './database.ts'

/** Of `l`, a lane's queue. The table is small: only what somebody has stopped stands in it. */
export const isPaused = `exists (
  select 1 from svyaz.outbox_pause p
  where (p.until is null or p.until > svyaz.now_ms()) and (
    (p.owner = l.owner and p.lane in ('', l.name))
    or (l.batch is not null and p.owner = 0 and p.batch = l.batch
      and p.company_id = (select company_id from svyaz.owner where no = l.owner))
  )
)`

const pause = `
insert into svyaz.outbox_pause (owner, lane, batch, company_id, until) values ($1, $2, $3, $4, $5)
on conflict (owner, batch, lane, company_id) do update set until = excluded.until`

const resume = `
delete from svyaz.outbox_pause where owner = $1 and lane = $2 and batch = $3 and company_id = $4`

/** Whoever holds one of them must look at its lanes anew. Indexes owner_pkey, outbox_lane_batch. */
const touch = `
update svyaz.owner o set version = version + 1
where o.company_id = $1 and (o.no = $2 or o.no = any(array(select owner from svyaz.outbox_lane where batch = $3)))
returning o.no::float8 as no`

/** Pauses that are over; and when the next one is. */
const over = `
with gone as (
  delete from svyaz.outbox_pause where until <= (select svyaz.now_ms()) returning owner, batch, company_id
)
select array(
    select owner::text from gone where owner > 0
    union select l.owner::text from gone join svyaz.outbox_lane l on l.batch = gone.batch
      join svyaz.owner o on o.no = l.owner and o.company_id = gone.company_id where gone.owner = 0
  ) as owners,
  (select min(until)::float8 from svyaz.outbox_pause where until > (select svyaz.now_ms())) as at`

type Over = { owners: readonly string[]; at: number | null }

export function createPauses(
  database: Database,
  tellAfter: (tx: Sql, word: Word) => void
): Pick<RowStore<Sql>, 'pause' | 'resume'> {
  const tell = async (tx: Sql, company: CompanyId, what: PauseTarget) => {
    const { owner, batch } = columnsOf(what)
    const values = [company, owner, batch === '' ? null : batch]
    for (const { no } of await database.query<{ no: OwnerNo }>(touch, values, tx))
      tellAfter(tx, { about: 'owner', owner: no })
  }
  return {
    pause: async (tx, company, what, until) => {
      const { owner, lane, batch } = columnsOf(what)
      const end = until === undefined ? null : Math.round(until)
      await database.query(pause, [owner, lane, batch, company, end], tx)
      await tell(tx, company, what)
      if (until !== undefined) tellAfter(tx, { about: 'later', at: until })
    },
    resume: async (tx, company, what) => {
      const { owner, lane, batch } = columnsOf(what)
      await database.query(resume, [owner, lane, batch, company], tx)
      await tell(tx, company, what)
    },
  }
}

/** Owners that may go on, and when the next pause ends. */
export async function endPauses(
  database: Database
): Promise<{ readonly owners: readonly OwnerNo[]; readonly nextAt: number | undefined }> {
  const [found] = await database.prepared<Over>(over, [])
  return { owners: (found?.owners ?? []).map(Number), nextAt: found?.at ?? undefined }
}

function columnsOf(what: PauseTarget): { owner: OwnerNo; lane: string; batch: string } {
  return 'batch' in what
    ? { owner: 0, lane: '', batch: what.batch }
    : { owner: what.owner, lane: what.lane ?? '', batch: '' }
}
