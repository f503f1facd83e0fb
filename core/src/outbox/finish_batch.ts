import type { Ending } from './finisher.ts'
import type { FinishBatch, LanePace, NodeNo, OwnerNo } from './store.ts'

/** Ends of many rows, by owner, as the store takes them. */
export function batchOf(node: NodeNo, endings: readonly Ending[]): FinishBatch {
  const byOwner = new Map<OwnerNo, Ending[]>()
  for (const ending of endings) {
    const known = byOwner.get(ending.fence.owner)
    if (known === undefined) byOwner.set(ending.fence.owner, [ending])
    else known.push(ending)
  }
  return { node, owners: [...byOwner].map(([owner, own]) => partOf(owner, own)) }
}

function partOf(owner: OwnerNo, endings: readonly Ending[]): FinishBatch['owners'][number] {
  const paces = new Map<string, LanePace>()
  for (const ending of endings) paces.set(ending.end.row.lane, ending.pace())
  return {
    owner,
    fence: Math.max(...endings.map(({ fence }) => fence.fence)),
    ends: endings.map(({ end }) => end),
    then: endings.flatMap(({ end, then }) => then.map((row) => ({ ...row, parent: end.row }))),
    commit: endings.flatMap(({ commit }) => (commit === undefined ? [] : [commit])),
    paces,
  }
}
