import { findDialogsWith } from '#app/desk/queries/find_dialogs_with'
import { searchWords } from '#app/inbox/search_words'
import {
  isFailure,
  parseAddress,
  type AccountId,
  type Address,
  type AddressKind,
  type CompanyId,
  type Sql,
} from '@svyaz/core'
import { addressView } from './address_view.js'
import { searchPeople, type After, type PersonFound } from './queries/search_people.js'
import type { PeoplePage, PersonHit } from './views.js'

const pageRows = 20

export type PeopleQuery = {
  readonly company: CompanyId
  readonly account: AccountId
  /** What the account can write first to. */
  readonly kinds: readonly AddressKind[]
  /** Accounts of the same channel: a name there is a name here. */
  readonly siblings: readonly string[]
  readonly q: string
  readonly cursor?: string | undefined
}

/** Whom an account can write to: what was typed, read as an address, and people who are found by it. */
export async function peoplePage(sql: Pick<Sql, 'query'>, query: PeopleQuery): Promise<PeoplePage> {
  const q = query.q.trim()
  if (q === '') return { typed: null, data: [], next: null }
  const rows = await found(sql, query, q)
  const hits = rows.slice(0, pageRows).flatMap((row) => addressesOf(row, query.kinds))
  const typed = parseAddress(q, query.kinds)
  const addresses = hits.map(({ address }) => address)
  const asked = isFailure(typed) ? addresses : [...addresses, typed]
  const known = await findDialogsWith(
    sql,
    query.company,
    asked.map((address) => ({ account: query.account, address }))
  )
  const last = rows.length > pageRows ? rows[pageRows - 1] : undefined
  return {
    typed: isFailure(typed)
      ? { is: 'refused', code: typed.code, reason: typed.data.reason }
      : {
          is: 'address',
          written: known.at(-1)?.written ?? false,
          ...addressView(typed, known.at(-1)?.dialog ?? null),
        },
    data: unique(hits.map((hit, at) => personHit(hit, known[at]?.dialog ?? null))),
    next: last ? cursorOf(last) : null,
  }
}

function found(
  sql: Pick<Sql, 'query'>,
  { company, account, kinds, siblings, cursor }: PeopleQuery,
  q: string
): Promise<readonly PersonFound[]> {
  return searchPeople(sql, {
    company,
    account,
    words: searchWords(q),
    phone: kinds.includes('phone'),
    email: kinds.includes('email'),
    external: kinds.includes('external'),
    usernamesOf: kinds.includes('username') ? siblings : [],
    after: afterOf(cursor),
    limit: pageRows + 1,
  })
}

type Hit = { readonly row: PersonFound; readonly address: Address }

/** What somebody left in a form may be no number at all. */
function addressesOf(row: PersonFound, kinds: readonly AddressKind[]): readonly Hit[] {
  const { phone, username, email, external } = row
  const known = { phone, username: username === null ? null : `@${username}`, email }
  const addresses = (['phone', 'username', 'email'] as const).flatMap((by) => {
    const value = known[by]
    if (value === null || value === '' || !kinds.includes(by)) return []
    const address = parseAddress(value, [by])
    return isFailure(address) ? [] : [address]
  })
  if (addresses.length === 0 && external !== null)
    return [{ row, address: { by: 'external', value: external } }]
  return addresses.map((address) => ({ row, address }))
}

function personHit({ row, address }: Hit, dialog: string | null): PersonHit {
  return { contact: row.contact, name: row.name, ...addressView(address, dialog) }
}

/** The same number in several accounts is one person's number. */
function unique(hits: readonly PersonHit[]): readonly PersonHit[] {
  const named = hits.toSorted((one, other) => Number(!one.name) - Number(!other.name))
  const kept = new Map<string, PersonHit>()
  for (const hit of named) if (!kept.has(hit.typed)) kept.set(hit.typed, hit)
  return hits.filter((hit) => kept.get(hit.typed) === hit)
}

const newest: After = {
  at: Number.MAX_SAFE_INTEGER,
  account: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  key: '\u{10ffff}',
}

function cursorOf({ at, account, key }: PersonFound): string {
  return Buffer.from(JSON.stringify([at, account, key])).toString('base64url')
}

/** What isn't ours begins anew. */
function afterOf(cursor: string | undefined): After {
  try {
    const [at, account, key]: unknown[] = JSON.parse(
      Buffer.from(cursor ?? '', 'base64url').toString()
    )
    const isOurs =
      Number.isSafeInteger(at) && /^[0-9a-f-]{36}$/.test(String(account)) && typeof key === 'string'
    return isOurs ? { at: Number(at), account: String(account), key } : newest
  } catch {
    return newest
  }
}
