import type { AccountId } from '../../ids.ts'
import type { DeadEventStore, Fence, OwnerNo, SealedChange, StateStore } from '../store.ts'
import { leaseLost, notADoorKey } from '../store_failures.ts'
import { holds, type StateValue, type Tables } from './tables.ts'

export function memoryState(tables: Tables): StateStore<undefined> {
  const { clock, transactions } = tables
  const alive = (owner: OwnerNo) =>
    [...(tables.state.get(owner) ?? [])]
      .filter(([, { expires }]) => expires === undefined || expires > clock.now())
      .sort(([one], [other]) => compareBytes(one, other))
  const commit = (guard: Fence | { readonly door: OwnerNo }, change: SealedChange) =>
    transactions.run(() => {
      if (!('door' in guard) && !holds(tables, guard)) throw leaseLost()
      if ('door' in guard && !onlyDoors(change)) throw notADoorKey()
      applyChange(tables, 'door' in guard ? guard.door : guard.owner, change)
    })
  return {
    get: (owner, keys) =>
      transactions.run(
        () =>
          new Map(
            alive(owner)
              .filter(([key]) => keys.includes(key))
              .map(([key, { value }]) => [key, value])
          )
      ),
    list: (owner, prefix, after, limit) =>
      transactions.run(() =>
        alive(owner)
          .filter(([key]) => key.startsWith(prefix))
          .filter(([key]) => after === undefined || compareBytes(key, after) > 0)
          .slice(0, limit)
          .map(([key, { value }]) => [key, value] as const)
      ),
    commit,
    commitIn: (_tx, guard, change) => commit(guard, change),
    hold: (_tx, fences) =>
      transactions.run(
        () => new Set(fences.filter((fence) => holds(tables, fence)).map(({ owner }) => owner))
      ),
    removeExpired: () =>
      transactions.run(() => {
        let removed = 0
        for (const [owner, values] of tables.state.entries()) {
          const left = [...values].filter(([, { expires = Infinity }]) => expires > clock.now())
          removed += values.size - left.length
          if (left.length < values.size) tables.state.set(owner, new Map(left))
        }
        return removed
      }),
  }
}

export function applyChange(tables: Tables, owner: OwnerNo, change: SealedChange): void {
  const values = new Map<string, StateValue>(tables.state.get(owner))
  for (const key of change.remove) values.delete(key)
  for (const [key, value] of change.put) {
    const expires = change.expires?.get(key)
    values.set(key, expires === undefined ? { value } : { value, expires })
  }
  tables.state.set(owner, values)
}

export function memoryDeadEvents(tables: Tables): DeadEventStore<undefined> {
  const { transactions, deadEvents } = tables
  const find = (company: string, id: string) => {
    const event = deadEvents.get(id)
    return event?.company === company ? event : undefined
  }
  return {
    add: (_tx, event) =>
      transactions.run(() => {
        const id = crypto.randomUUID()
        deadEvents.set(id, { ...event, id, at: tables.clock.now() })
      }),
    list: (company, limit) =>
      transactions.run(() =>
        deadEvents
          .values()
          .filter((event) => event.company === company)
          .reverse()
          .slice(0, limit)
      ),
    count: (company) =>
      transactions.run(() => {
        const counts = new Map<AccountId, number>()
        for (const event of deadEvents.values()) {
          if (event.company === company)
            counts.set(event.account, (counts.get(event.account) ?? 0) + 1)
        }
        return counts
      }),
    take: (_tx, company, id) => transactions.run(() => find(company, id)),
    remove: (_tx, company, id) =>
      transactions.run(() => {
        if (find(company, id) !== undefined) deadEvents.delete(id)
      }),
    setError: (_tx, company, id, error) =>
      transactions.run(() => {
        const event = find(company, id)
        if (event !== undefined) deadEvents.set(id, { ...event, error })
      }),
  }
}

function onlyDoors(change: SealedChange): boolean {
  return [...change.put.keys(), ...change.remove].every((key) => key.startsWith('door/'))
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
