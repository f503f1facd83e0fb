import { accountId, companyId } from '../../ids.ts'
import type { Json } from '../../json.ts'
import type { OwnPacing } from '../../pacing.ts'
import type { OwnerState } from '../../owner_state.ts'
import type { OwnerIdentity, OwnerRecord, RowOwner } from '../store.ts'

export type OwnerRecordRow = {
  no: number
  company_id: string
  kind: string
  id: string
  plugin: string | null
  identity: string | null
  settings: Uint8Array
  facts: string
  since: number
  state: string
  state_at: number
  paused: boolean
  pacing: string
  version: number
}

/** Of `o`. */
export const ownerColumns = `o.no::float8 as no, o.company_id::text as company_id, o.kind, o.id, o.plugin, o.identity, o.settings,
  o.facts, o.since::float8 as since, o.state, o.state_at::float8 as state_at, o.paused, o.pacing, o.version::float8 as version`

export function toOwner(record: OwnerRecordRow): OwnerRecord {
  return {
    no: record.no,
    ref: refOf(record),
    company: companyId(record.company_id),
    settings: record.settings,
    facts: JSON.parse(record.facts) as Json,
    since: record.since,
    state: JSON.parse(record.state) as OwnerState,
    stateAt: record.state_at,
    paused: record.paused,
    pacing: JSON.parse(record.pacing) as OwnPacing,
    version: record.version,
    ...(record.plugin !== null && { plugin: record.plugin }),
    ...(record.identity !== null && { identity: JSON.parse(record.identity) as OwnerIdentity }),
  }
}

/** An account, or a kind of work with its prefix: a plugin's owner and the app's never share a name. */
export function kindOf(ref: RowOwner): readonly [kind: string, id: string] {
  return 'account' in ref ? ['account', ref.account] : [`work:${ref.work}`, ref.id]
}

export function refOf({ kind, id }: Pick<OwnerRecordRow, 'kind' | 'id'>): RowOwner {
  return kind === 'account' ? { account: accountId(id) } : { work: kind.slice('work:'.length), id }
}
