import { companyId } from '../../ids.ts'
import type { NewOwner, OwnerNo, OwnerRecord, OwnerStore, Sql, Word } from '../store.ts'
import {
  alreadyConnected,
  codeOf,
  ownerGone,
  ownerOfAnother,
  settingsChanged,
} from '../store_failures.ts'
import type { Database } from './database.ts'
import { kindOf, ownerColumns, refOf, toOwner, type OwnerRecordRow } from './owner_record.ts'
import { removeOwner } from './remove_owner.ts'

const insert = `
insert into svyaz.owner as o (company_id, kind, id, plugin, identity_key, identity, settings, since, state, state_at)
values ($1, $2, $3, $4, $5, $6, $7, svyaz.now_ms(), '{"is":"connecting"}', svyaz.now_ms())
on conflict (kind, id) do nothing
returning ${ownerColumns}`
const byRef = `select ${ownerColumns} from svyaz.owner o where kind = $1 and id = $2`
const byNo = `select ${ownerColumns} from svyaz.owner o where no = $1`
const refs = `select no::float8 as no, company_id::text as company_id, kind, id from svyaz.owner where no = any($1::bigint[])`
const accounts = `
select ${ownerColumns} from svyaz.owner o
where kind = 'account' and ($1::uuid is null or company_id = $1) order by no`
const change = `
update svyaz.owner set version = version + 1, settings = coalesce($2, settings), facts = coalesce($3, facts),
  identity_key = coalesce($4, identity_key), identity = coalesce($5, identity), paused = coalesce($6, paused),
  pacing = coalesce($7, pacing)
where no = $1 and ($8::bigint is null or version = $8) returning no`
const exists = `select no from svyaz.owner where no = $1`
const setState = `update svyaz.owner set state = $2, state_at = svyaz.now_ms() where no = $1`
const instance = `select value from svyaz.instance where plugin = $1`
const setInstance = `
insert into svyaz.instance (plugin, value) values ($1, $2) on conflict (plugin) do update set value = excluded.value`

export function postgresOwners(
  database: Database,
  tell: (words: readonly Word[]) => void
): OwnerStore<Sql> {
  /** Work owners never change, so callers who hold a connection needn't wait for a second one. */
  const work = new Map<string, OwnerRecord>()
  const tellAfter = (tx: Sql, owner: OwnerNo) =>
    database.afterCommit(tx, () => tell([{ about: 'owner', owner }]))
  const one = async (statement: string, values: readonly unknown[], tx?: Sql) => {
    const [record] = await database.query<OwnerRecordRow>(statement, values, tx)
    return record === undefined ? undefined : toOwner(record)
  }
  const make = (owner: NewOwner, tx?: Sql) =>
    withIdentityError(() => one(insert, insertValues(owner), tx))

  return {
    create: async (tx, owner) => {
      const made = await make(owner, tx)
      if (made === undefined) throw alreadyConnected()
      tellAfter(tx, made.no)
      return made
    },
    ensure: async (owner) => {
      const cacheKey = JSON.stringify(owner.ref)
      let known = work.get(cacheKey) ?? (await one(byRef, kindOf(owner.ref)))
      if (known === undefined) {
        known = (await make(owner)) ?? (await one(byRef, kindOf(owner.ref)))
        if (known !== undefined) tell([{ about: 'owner', owner: known.no }])
      }
      if (known === undefined) throw ownerGone()
      if (known.company !== owner.company) throw ownerOfAnother()
      if (work.size > 10_000) work.clear()
      work.set(cacheKey, known)
      return known
    },
    get: (ref) => one(byRef, kindOf(ref)),
    byNo: (no) => one(byNo, [no]),
    refs: async (tx, nos) => {
      const found = await database.query<Pick<OwnerRecordRow, 'no' | 'company_id' | 'kind' | 'id'>>(
        refs,
        [nos],
        tx
      )
      return new Map(
        found.map((record) => [
          record.no,
          { ref: refOf(record), company: companyId(record.company_id) },
        ])
      )
    },
    accounts: async (company) =>
      (await database.query<OwnerRecordRow>(accounts, [company ?? null])).map(toOwner),
    change: async (tx, no, changes, version) => {
      const { settings, facts, identity, paused, pacing } = changes
      const values = [
        no,
        settings === undefined ? null : Buffer.from(settings),
        facts === undefined ? null : JSON.stringify(facts),
        identity?.key ?? null,
        identity === undefined ? null : JSON.stringify(identity),
        paused ?? null,
        pacing === undefined ? null : JSON.stringify(pacing),
        version ?? null,
      ]
      const changed = await withIdentityError(() => database.query(change, values, tx))
      if (changed.length === 0)
        throw (await database.query(exists, [no], tx)).length > 0 ? settingsChanged() : ownerGone()
      tellAfter(tx, no)
    },
    setState: async (no, state) => {
      await database.query(setState, [no, JSON.stringify(state)])
    },
    remove: async (tx, no) => {
      for (const [id, record] of work) if (record.no === no) work.delete(id)
      await removeOwner(database, tx, no)
      tellAfter(tx, no)
    },
    instance: async (plugin) => {
      const [found] = await database.query<{ value: Uint8Array }>(instance, [plugin])
      return found?.value
    },
    setInstance: async (plugin, value) => {
      await database.query(setInstance, [plugin, Buffer.from(value)])
    },
  }
}

function insertValues({ ref, company, plugin, identity, settings }: NewOwner): readonly unknown[] {
  return [
    company,
    ...kindOf(ref),
    plugin ?? null,
    identity?.key ?? null,
    identity === undefined ? null : JSON.stringify(identity),
    Buffer.from(settings),
  ]
}

/** Unique index owner_identity. */
async function withIdentityError<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (codeOf(error) === '23505') throw alreadyConnected()
    throw error
  }
}
