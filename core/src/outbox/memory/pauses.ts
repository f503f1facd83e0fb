import type { CompanyId } from '../../ids.ts'
import type { OutboxRow, OwnerNo, PauseTarget, RowStore } from '../store.ts'
import type { TablePause, Tables } from './tables.ts'

export function memoryPauses(tables: Tables): Pick<RowStore<undefined>, 'pause' | 'resume'> {
  const { transactions, pauses, owners } = tables
  const touch = (company: CompanyId, what: PauseTarget) => {
    for (const owner of owners.values()) {
      const isMeant =
        'batch' in what
          ? owner.company === company && hasBatch(tables, owner.no, what.batch)
          : owner.no === what.owner
      if (!isMeant) continue
      owners.set(owner.no, { ...owner, version: owner.version + 1 })
      const word = { about: 'owner', owner: owner.no } as const
      transactions.afterCommit(() => tables.listeners.tell(word))
    }
  }
  return {
    pause: (_tx, company, what, until) =>
      transactions.run(() => {
        const pause = { ...targetOf(what), company, ...(until !== undefined && { until }) }
        pauses.set(idOf(pause), pause)
        touch(company, what)
        if (until === undefined) return
        transactions.afterCommit(() => tables.listeners.tell({ about: 'later', at: until }))
      }),
    resume: (_tx, company, what) =>
      transactions.run(() => {
        pauses.delete(idOf({ ...targetOf(what), company }))
        touch(company, what)
      }),
  }
}

export function isPaused(tables: Tables, { owner, lane, batch }: OutboxRow): boolean {
  const company = tables.owners.get(owner)?.company
  return tables.pauses.values().some((pause) => {
    if (!holds(tables, pause)) return false
    if (pause.owner === 0) return pause.batch === batch && pause.company === company
    return pause.owner === owner && ['', lane].includes(pause.lane)
  })
}

/** Removes those that are over. Owners that may go on, and when the next one ends. */
export function endPauses(tables: Tables): { owners: ReadonlySet<OwnerNo>; nextAt: number } {
  const found = new Set<OwnerNo>()
  let nextAt = Infinity
  for (const pause of tables.pauses.values()) {
    if (holds(tables, pause)) nextAt = Math.min(nextAt, pause.until ?? Infinity)
    else {
      tables.pauses.delete(idOf(pause))
      for (const { no } of tables.owners.values())
        if (pause.owner === no || (pause.owner === 0 && hasBatch(tables, no, pause.batch)))
          found.add(no)
    }
  }
  return { owners: found, nextAt }
}

export function holds(tables: Tables, { until = Infinity }: TablePause): boolean {
  return until > tables.clock.now()
}

function hasBatch(tables: Tables, owner: OwnerNo, batch: string): boolean {
  return tables.rows.values().some((row) => row.owner === owner && row.batch === batch)
}

function targetOf(what: PauseTarget): Pick<TablePause, 'owner' | 'lane' | 'batch'> {
  return 'batch' in what
    ? { owner: 0, lane: '', batch: what.batch }
    : { owner: what.owner, lane: what.lane ?? '', batch: '' }
}

function idOf({ owner, lane, batch, company }: Omit<TablePause, 'until'>): string {
  return JSON.stringify([owner, lane, batch, company])
}
