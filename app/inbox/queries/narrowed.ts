import type { ListFilter } from '../views.js'

/** What a list is narrowed by, whichever index it walks. */
export type Narrowed = {
  readonly company: string
  readonly member: string
  readonly view: ListFilter['view']
  /** Of lines or channels that are asked for; absent: all. */
  readonly accounts: readonly string[] | undefined
  /** A member, or `nobody`; absent: whoever. */
  readonly responsible: string | undefined
  /** All of them; empty: whatever. */
  readonly tags: readonly string[]
}

/** Conditions on `dialogs d`; `$3` to `$5` are those of `narrowing`. */
export const narrowed = `
    and ($3::uuid[] is null or d.account_id = any($3))
    and ($4::uuid is null or d.responsible = $4) and (not $5::boolean or d.responsible is null)`

/** `$1` to `$5`: company, member, accounts, responsible, nobody. */
export function narrowing({ company, member, accounts, responsible }: Narrowed): unknown[] {
  const isNobody = responsible === 'nobody'
  return [company, member, accounts ?? null, isNobody ? null : (responsible ?? null), isNobody]
}
