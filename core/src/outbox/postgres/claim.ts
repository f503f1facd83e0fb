import type { Claim, LeaseStore, OwnerNo } from '../store.ts'
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
)
update svyaz.owner o set node = $1, fence = o.fence + 1, after_crash = false
from free where free.no = o.no
returning ${ownerColumns}, o.fence::float8 as fence, free.after_crash as crashed`

/** What a node may take so that all that live have the same. */
const share = `
select (ceil(count(*)::float8 / greatest((select count(*) from svyaz.outbox_node), 1))
  - count(*) filter (where node = $1))::int as count
from svyaz.owner
where not paused and (plugin = any($2::text[]) or (plugin is null and kind = any($3::text[])))`

const paces = `select owner::text as owner, name, pace from svyaz.outbox_lane where owner = any($1::bigint[]) and pace is not null`

/** The name under which what an owner's lanes share stands among them. */
export const ownerLane = '@owner'

type Claimed = OwnerRecordRow & { fence: number; crashed: boolean }
type Paces = { readonly lanes: Map<string, LanePace>; owner?: OwnerPace }

export function createClaim(database: Database): Pick<LeaseStore, 'claim' | 'share'> {
  return {
    share: async (node, { plugins, work }) => {
      const values = [node, plugins, kindsOf(work)]
      const [found] = await database.query<{ count: number }>(share, values)
      return found?.count ?? 0
    },
    claim: async (node, limit, { plugins, work }) => {
      const values = [node, limit, plugins, kindsOf(work)]
      const owners = await database.query<Claimed>(claim, values)
      if (owners.length === 0) return []
      const found = await pacesOf(
        database,
        owners.map(({ no }) => no)
      )
      return owners.map((record) => toClaim(record, found.get(record.no)))
    },
  }
}

function toClaim(record: Claimed, known: Paces | undefined): Claim {
  return {
    owner: toOwner(record),
    fence: record.fence,
    afterCrash: record.crashed,
    paces: known?.lanes ?? new Map<string, LanePace>(),
    ...(known?.owner && { ownerPace: known.owner }),
  }
}

function kindsOf(work: readonly string[]): readonly string[] {
  return work.map((kind) => `work:${kind}`)
}

async function pacesOf(
  database: Database,
  owners: readonly OwnerNo[]
): Promise<ReadonlyMap<OwnerNo, Paces>> {
  const found = new Map<OwnerNo, Paces>()
  const lanes = await database.query<{ owner: string; name: string; pace: string }>(paces, [owners])
  for (const { owner, name, pace } of lanes) {
    const own = found.get(Number(owner)) ?? { lanes: new Map<string, LanePace>() }
    found.set(Number(owner), own)
    if (name === ownerLane) own.owner = JSON.parse(pace) as OwnerPace
    else own.lanes.set(name, JSON.parse(pace) as LanePace)
  }
  return found
}
