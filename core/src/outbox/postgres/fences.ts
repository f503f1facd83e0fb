import type { OwnerNo } from '../store.ts'
import { numbers } from './arrays.ts'

/**
 * `h` says whether all fences hold; `f` which do. Parameters: $1 the node, $2 and $3 as `fencesOf` makes them.
 *
 * The node's lock is the fence: a steal deletes that row, so either this commits first and the new holder sees it, or
 * nothing here is written. Every part of a statement must ask for `h`: a data-modifying part runs even if nobody reads
 * it. The owners' fences need no lock: only its holder gives an owner free, after its last end. One old fence stops the
 * whole statement, so that no row has to be compared with each; the caller leaves that owner out and asks again.
 * `+ 0`: owners are found by their number, not by their node, which has thousands of them.
 */
export const heldFences = `
with n as materialized (select no from svyaz.outbox_node where no = $1 for key share),
f as materialized (
  select y.no from unnest($2::bigint[], $3::bigint[]) as y(no, fence)
  join svyaz.owner o on o.no = y.no and o.fence = y.fence and o.node + 0 = $1
  where exists (select 1 from n)
),
h as materialized (select (select count(*) from f) = cardinality($2::bigint[]) as ok)`

export function fencesOf(
  owners: readonly { readonly owner: OwnerNo; readonly fence: number }[]
): readonly [owners: string, fences: string] {
  return [numbers(owners.map(({ owner }) => owner)), numbers(owners.map(({ fence }) => fence))]
}
