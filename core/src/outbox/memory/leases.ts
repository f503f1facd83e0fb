import type { Fence, LeaseStore, NodeNo } from '../store.ts'
import type { OwnerEntry, Tables } from './tables.ts'

export function memoryLeases(tables: Tables): LeaseStore {
  const { rows, clock, transactions, nodes, owners } = tables
  const free = (node: NodeNo, afterCrash: boolean) => {
    nodes.delete(node)
    for (const [id, mark] of tables.begun.entries())
      if (mark.node === node) foldMark(tables, id, mark.at)
    for (const owner of owners.values())
      if (owner.node === node)
        owners.set(owner.no, {
          ...owner,
          node: undefined,
          afterCrash: owner.afterCrash || afterCrash,
        })
    transactions.afterCommit(() => tables.listeners.tell({ about: 'free' }))
  }
  return {
    open: (leaseMs) =>
      transactions.run(() => {
        const node = tables.next()
        const now = clock.now()
        nodes.set(node, { until: now + leaseMs })
        return { node, now }
      }),
    renew: (node, leaseMs) =>
      transactions.run(() => {
        const now = clock.now()
        const known = nodes.get(node)
        if (known === undefined || known.until <= now) return undefined
        nodes.set(node, { until: now + leaseMs })
        return { now, someExpired: nodes.values().some(({ until }) => until <= now) }
      }),
    close: (node) => transactions.run(() => free(node, false)),
    steal: () =>
      transactions.run(() => {
        const dead = nodes.entries().filter(([, { until }]) => until <= clock.now())
        for (const [node] of dead) free(node, true)
        return dead.length
      }),
    claim: (node, limit, serves) =>
      transactions.run(() => {
        if (!nodes.has(node)) return []
        const fits = (owner: OwnerEntry) =>
          owner.node === undefined && !owner.paused && isServed(owner, serves)
        return owners
          .values()
          .filter(fits)
          .slice(0, limit)
          .map((owner) => {
            const fence = owner.fence + 1
            owners.set(owner.no, { ...owner, node, fence, afterCrash: false })
            const own = [...rows.values()].filter((row) => row.owner === owner.no)
            return {
              owner,
              waits: own.length > 0,
              begun: own.some(({ begunAt }) => begunAt !== undefined),
              fence,
              paces: owner.paces,
              afterCrash: owner.afterCrash,
              ...(owner.ownerPace && { ownerPace: owner.ownerPace }),
            }
          })
      }),
    share: (node, serves) =>
      transactions.run(() => {
        const served = owners.values().filter((owner) => !owner.paused && isServed(owner, serves))
        const held = served.filter((owner) => owner.node === node).length
        return Math.ceil(served.length / Math.max(nodes.values().length, 1)) - held
      }),
    held: (node) =>
      transactions.run(
        () =>
          new Map(
            owners
              .values()
              .filter((owner) => owner.node === node)
              .map(({ no, fence, version }) => [no, { fence, version }])
          )
      ),
    release: (fences) =>
      transactions.run(() => {
        for (const fence of fences) releaseOne(tables, fence)
        transactions.afterCommit(() => tables.listeners.tell({ about: 'free' }))
      }),
  }
}

function releaseOne(tables: Tables, fence: Fence): void {
  const owner = tables.owners.get(fence.owner)
  if (owner?.node !== fence.node || owner.fence !== fence.fence) return
  for (const [id, mark] of tables.begun.entries())
    if (tables.rows.get(id)?.owner === owner.no) foldMark(tables, id, mark.at)
  tables.owners.set(owner.no, { ...owner, node: undefined })
}

/** What may have been sent is known by the row from now on. */
function foldMark(tables: Tables, id: string, at: number): void {
  const row = tables.rows.get(id)
  if (row !== undefined) tables.rows.set(id, { ...row, begunAt: row.begunAt ?? at })
  tables.begun.delete(id)
}

function isServed(
  { plugin, ref }: OwnerEntry,
  serves: { readonly plugins: readonly string[]; readonly work: readonly string[] }
): boolean {
  if ('work' in ref) return serves.work.includes(ref.work)
  return plugin !== undefined && serves.plugins.includes(plugin)
}
