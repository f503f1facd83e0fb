import type { Claim, LeaseStore } from '../store.ts'
import type { LanePace, OwnerPace } from '../pace/lane_pace.ts'
import type { Database } from './database.ts'
import { ownerColumns, toOwner, type OwnerRecordRow } from './owner_record.ts'

/**
 * Index owner_node; what another node is claiming is skipped. The flag is read before it is taken down. The node's lock: a
 * steal between look and commit would leave owners with a node that nobody ever frees.
 */
const claim = `
with n as materialized (select no from svyaz.outbox_node where no = $1 for key share),
free as materialized (
  select o.no, o.after_crash from svyaz.owner o
  where o.node is null and not o.paused
    and (o.plugin = any($3::text[]) or (o.plugin is null and o.kind = any($4::text[])))
    and (select count(*) from n) > 0
  order by o.no for update skip locked limit $2
),
c as (
  update svyaz.owner o set node = $1, fence = o.fence + 1, after_crash = false
  from free where free.no = o.no
  returning o.no as owner, ${ownerColumns}, o.fence::float8 as fence, free.after_crash as crashed
)
select c.*, q.paces, coalesce(q.waits, false) as waits,
  exists (select 1 from svyaz.outbox_row r where r.owner = c.owner and r.begun_at is not null) as begun
from c cross join lateral (
  select json_object_agg(l.name, l.pace) filter (where l.pace is not null) as paces,
    bool_or(exists (select 1 from svyaz.outbox_row r where r.lane = l.no)) as waits
  from svyaz.outbox_lane l where l.owner = c.owner
) q`

/** What a node may take so that all that live have the same. */
const share = `
select (ceil(count(*)::float8 / greatest((select count(*) from svyaz.outbox_node), 1))
  - count(*) filter (where node = $1))::int as count
from svyaz.owner
where not paused and (plugin = any($2::text[]) or (plugin is null and kind = any($3::text[])))`

/** The name under which what an owner's lanes share stands among them. */
export const ownerLane = '@owner'

type Claimed = OwnerRecordRow & {
  fence: number
  crashed: boolean
  waits: boolean
  begun: boolean
  paces: Readonly<Record<string, string>> | null
}

export function createClaim(database: Database): Pick<LeaseStore, 'claim' | 'share'> {
  return {
    share: async (node, { plugins, work }) => {
      const values = [node, plugins, kindsOf(work)]
      const [found] = await database.query<{ count: number }>(share, values)
      return found?.count ?? 0
    },
    claim: async (node, limit, { plugins, work }) => {
      const values = [node, limit, plugins, kindsOf(work)]
      return (await database.query<Claimed>(claim, values)).map(toClaim)
    },
  }
}

function toClaim(record: Claimed): Claim {
  const lanes = Object.entries(record.paces ?? {}).filter(([name]) => name !== ownerLane)
  const ownerPace = record.paces?.[ownerLane]
  return {
    owner: toOwner(record),
    fence: record.fence,
    afterCrash: record.crashed,
    waits: record.waits,
    begun: record.begun,
    paces: new Map(lanes.map(([name, pace]) => [name, JSON.parse(pace) as LanePace])),
    ...(ownerPace !== undefined && { ownerPace: JSON.parse(ownerPace) as OwnerPace }),
  }
}

function kindsOf(work: readonly string[]): readonly string[] {
  return work.map((kind) => `work:${kind}`)
}
