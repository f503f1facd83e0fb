import type { NewOwner, OwnerNo, OwnerRecord, OwnerStore, RowOwner } from '../store.ts'
import { alreadyConnected, ownerGone, ownerOfAnother, settingsChanged } from '../store_failures.ts'
import type { OwnerEntry, Tables } from './tables.ts'

export function memoryOwners(tables: Tables): OwnerStore<undefined> {
  const { clock, transactions, owners } = tables
  const find = (ref: RowOwner) => owners.values().find((owner) => sameRef(owner.ref, ref))
  const tellOwner = (owner: OwnerNo) =>
    transactions.afterCommit(() => tables.listeners.tell({ about: 'owner', owner }))
  const insert = (owner: NewOwner): OwnerRecord => {
    if (owner.identity !== undefined && isTaken(tables, owner.plugin, owner.identity.key))
      throw alreadyConnected()
    const at = clock.now()
    const entry: OwnerEntry = {
      ...owner,
      no: tables.next(),
      facts: null,
      since: at,
      state: { is: 'connecting' },
      stateAt: at,
      paused: false,
      pacing: {},
      version: 0,
      node: undefined,
      fence: 0,
      afterCrash: false,
      paces: new Map(),
    }
    owners.set(entry.no, entry)
    tellOwner(entry.no)
    return entry
  }
  return {
    create: (_tx, owner) => transactions.run(() => insert(owner)),
    ensure: (owner) =>
      transactions.run(() => {
        const known = find(owner.ref)
        if (known !== undefined && known.company !== owner.company) throw ownerOfAnother()
        return known ?? insert(owner)
      }),
    get: (ref) => transactions.run(() => find(ref)),
    byNo: (no) => transactions.run(() => owners.get(no)),
    refs: (_tx, nos) =>
      transactions.run(
        () =>
          new Map(
            nos.flatMap((no) => {
              const owner = owners.get(no)
              return owner === undefined ? [] : [[no, { ref: owner.ref, company: owner.company }]]
            })
          )
      ),
    accounts: (company) =>
      transactions.run(() =>
        owners
          .values()
          .filter((owner) => 'account' in owner.ref)
          .filter((owner) => company === undefined || owner.company === company)
      ),
    change: (_tx, no, change, version) =>
      transactions.run(() => {
        const owner = owners.get(no)
        if (owner === undefined) throw ownerGone()
        if (version !== undefined && owner.version !== version) throw settingsChanged()
        if (change.identity !== undefined && change.identity.key !== owner.identity?.key)
          if (isTaken(tables, owner.plugin, change.identity.key)) throw alreadyConnected()
        owners.set(no, { ...owner, ...change, version: owner.version + 1 })
        tellOwner(no)
      }),
    setState: (no, state) =>
      transactions.run(() => {
        const owner = owners.get(no)
        if (owner !== undefined) owners.set(no, { ...owner, state, stateAt: clock.now() })
      }),
    remove: (_tx, no) =>
      transactions.run(() => {
        removeOwner(tables, no)
        tellOwner(no)
      }),
    instance: (plugin) => transactions.run(() => tables.instances.get(plugin)),
    setInstance: (plugin, value) => transactions.run(() => tables.instances.set(plugin, value)),
  }
}

function removeOwner(tables: Tables, no: number): void {
  const owner = tables.owners.get(no)
  if (owner === undefined) return
  for (const row of tables.rows.values())
    if (row.owner === no) {
      tables.rows.delete(row.id)
      tables.begun.delete(row.id)
      tables.later.delete(row.id)
    }
  for (const row of tables.ended.values()) if (row.owner === no) tables.ended.delete(row.id)
  for (const event of tables.deadEvents.values())
    if ('account' in owner.ref && event.account === owner.ref.account)
      tables.deadEvents.delete(event.id)
  for (const [key] of tables.once.entries()) if (key.startsWith(`${no}:`)) tables.once.delete(key)
  tables.state.delete(no)
  tables.owners.delete(no)
}

function isTaken(tables: Tables, plugin: string | undefined, key: string): boolean {
  return tables.owners
    .values()
    .some((owner) => owner.plugin === plugin && owner.identity?.key === key)
}

export function sameRef(one: RowOwner, other: RowOwner): boolean {
  if ('account' in one) return 'account' in other && one.account === other.account
  return 'work' in other && one.work === other.work && one.id === other.id
}
