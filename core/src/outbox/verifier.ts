import { createGather } from './gather.ts'
import type { RowStore } from './store.ts'

/** Is a row still to do? All that are asked at once go in one statement. */
export function createVerifier(
  rows: Pick<RowStore<never>, 'present'>
): (id: string) => Promise<boolean> {
  return createGather(async (ids: readonly string[]) => {
    const present = await rows.present(ids)
    return ids.map((id) => present.has(id))
  })
}
