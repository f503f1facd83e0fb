import type { NewRow, OwnerNo } from '../store.ts'

/** `place` absent: at the tail. */
export type RowIn = {
  readonly owner: OwnerNo
  readonly row: NewRow
  readonly place?: readonly number[]
}

/** What the store has made of one. */
export type Inserted = { readonly id: string; readonly place: number; readonly at: number }
