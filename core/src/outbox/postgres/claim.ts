import type { Claim, LanePace, LeaseStore, OwnerNo } from '../store.ts'
import type { Database } from './database.ts'
import { ownerColumns, toOwner, type OwnerRecordRow } from './owner_record.ts'

/** Index owner_node; what another node is claiming is skipped. The flag is read before it is taken down. */
const claim = `
with free as materialized (
  select no, after_crash from svyaz.owner
  where node is null and not paused and (plugin = any($3::text[]) or (plugin is null and kind = any($4::text[])))
    and exists (select 1 from svyaz.outbox_node where no = $1)
  order by no for update skip locked limit $2
)
update svyaz.owner o set node = $1, fence = o.fence + 1, after_crash = false
from free where free.no = o.no
returning ${ownerColumns}, o.fence::float8 as fence, free.after_crash as crashed`

const paces = `select owner::float8 as owner, name, pace from svyaz.outbox_lane where owner = any($1::bigint[]) and pace is not null`

export function createClaim(database: Database): LeaseStore['claim'] {
  return async (node, limit, { plugins, work }) => {
    const kinds = work.map((kind) => `work:${kind}`)
    const owners = await database.query<OwnerRecordRow & { fence: number; crashed: boolean }>(
      claim,
      [node, limit, plugins, kinds]
    )
    if (owners.length === 0) return []
    const lanes = await pacesOf(
      database,
      owners.map(({ no }) => no)
    )
    return owners.map((record): Claim => ({
      owner: toOwner(record),
      fence: record.fence,
      afterCrash: record.crashed,
      paces: lanes.get(record.no) ?? new Map<string, LanePace>(),
    }))
  }
}

async function pacesOf(
  database: Database,
  owners: readonly OwnerNo[]
): Promise<ReadonlyMap<OwnerNo, ReadonlyMap<string, LanePace>>> {
  const found = new Map<OwnerNo, Map<string, LanePace>>()
  const lanes = await database.query<{ owner: number; name: string; pace: string }>(paces, [owners])
  for (const { owner, name, pace } of lanes) {
    const own = found.get(owner) ?? new Map<string, LanePace>()
    found.set(owner, own.set(name, JSON.parse(pace) as LanePace))
  }
  return found
}
