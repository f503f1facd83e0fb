import { findDialogsWith } from '#app/desk/queries/find_dialogs_with'
import type { DialogState } from '#app/intake/ledger'
import {
  isFailure,
  parseAddress,
  type Address,
  type AddressKind,
  type Capabilities,
  type CompanyId,
  type Hub,
  type OwnerState,
  type Sql,
} from '@svyaz/core'
import { typedAddress, addressView } from './address_view.js'
import {
  accountsOf,
  dialogsOf,
  identitiesOf,
  type AccountOf,
  type KnownIdentity,
} from './queries/ways.js'
import { refusalOf, type Said } from './refusal_of.js'
import type { WayView } from './views.js'

export type WaysParts = {
  readonly sql: Pick<Sql, 'query'>
  readonly hub: Pick<Hub<Sql>, 'accounts' | 'capabilities' | 'plugins'>
}

export type WaysOf = {
  readonly company: CompanyId
  /** Which doesn't count as another way. */
  readonly dialog: DialogState
  /** What is to be sent; absent: nothing in particular. */
  readonly said?: Said
}

type Open = AccountOf & { readonly can: Capabilities; readonly state: OwnerState }
type Way = {
  readonly account: Open
  readonly address: Address | null
  readonly dialog: string | null
}

/**
 * Other ways to the person of a dialog (CH-15): dialogs with them in other accounts, and accounts that can write first to a
 * number, a name or an address that is known of them. Dialogs come first, those written in last at the top.
 */
export async function waysOf(parts: WaysParts, of: WaysOf): Promise<readonly WayView[]> {
  const { company, dialog } = of
  if (dialog.contact === null) return []
  const [accounts, identities, dialogs] = await Promise.all([
    openAccounts(parts, company),
    identitiesOf(parts.sql, company, dialog.contact),
    dialogsOf(parts.sql, company, dialog.contact),
  ])
  const elsewhere = dialogs.filter(({ account }) => account !== dialog.account)
  const written = await addressWays(parts, of, accounts, identities)
  const named = new Set(written.map((way) => way.dialog))
  const bare = elsewhere.flatMap(({ id, account }): Way[] => {
    const open = accounts.find((one) => one.id === account)
    return open && !named.has(id) ? [{ account: open, address: null, dialog: id }] : []
  })
  const order = new Map(dialogs.map(({ id }, at) => [id, at]))
  const rank = (way: Way) => (way.dialog === null ? Infinity : (order.get(way.dialog) ?? 1e6))
  const all = unique([...written, ...bare]).toSorted((one, other) =>
    compare(rank(one), rank(other))
  )
  return all.map((way) => wayView(parts, way, of.said))
}

const compare = (one: number, other: number) => (one === other ? 0 : one - other)

/** One whose plugin is broken just now is no way. */
async function openAccounts({ sql, hub }: WaysParts, company: CompanyId): Promise<readonly Open[]> {
  const [records, views] = await Promise.all([accountsOf(sql, company), hub.accounts(company)])
  const found = await Promise.all(
    records.map(async (record) => {
      const view = views.find(({ id }) => id === record.id)
      if (!view) return undefined
      const name = record.name || view.identity.title
      try {
        return { ...record, name, state: view.state, can: await hub.capabilities(record.id) }
      } catch (error) {
        if (isFailure(error)) return undefined
        throw error
      }
    })
  )
  return found.filter((one) => one !== undefined)
}

/** An address that leads to the dialog itself is none. */
async function addressWays(
  { sql }: WaysParts,
  { company, dialog }: WaysOf,
  accounts: readonly Open[],
  identities: readonly KnownIdentity[]
): Promise<readonly Way[]> {
  const asked = accounts.flatMap((account) =>
    addressesFor(account, identities).map((address) => ({ open: account, address }))
  )
  const places = asked.map(({ open, address }) => ({ account: open.id, address }))
  const found = await findDialogsWith(sql, company, places)
  return asked.flatMap(({ open, address }, at): Way[] => {
    const { dialog: known = null, dialogs = [] } = found[at] ?? {}
    return dialogs.includes(dialog.id) ? [] : [{ account: open, address, dialog: known }]
  })
}

/** Each number, name and address once. A name means something within its own channel only. */
function addressesFor(account: Open, identities: readonly KnownIdentity[]): readonly Address[] {
  const kinds: readonly AddressKind[] = account.can.writesFirstBy
  const all = identities.flatMap(({ plugin, phone, email, username }) => {
    const name = plugin === account.plugin && username ? `@${username}` : null
    const values = [
      ['phone', phone],
      ['username', name],
      ['email', email],
    ] as const
    return values.flatMap(([by, value]) => {
      if (!value || !kinds.includes(by)) return []
      const address = parseAddress(value, [by])
      return isFailure(address) ? [] : [address]
    })
  })
  return [...new Map(all.map((address) => [typedAddress(address), address])).values()]
}

function unique(ways: readonly Way[]): readonly Way[] {
  const key = ({ account, address, dialog }: Way) =>
    dialog ?? `${account.id} ${address === null ? '' : typedAddress(address)}`
  return [...new Map(ways.toReversed().map((way) => [key(way), way])).values()].toReversed()
}

function wayView({ hub }: WaysParts, way: Way, said: Said | undefined): WayView {
  const { account, address, dialog } = way
  const channel = hub.plugins.find(({ id }) => id === account.plugin)?.plugin.manifest.name
  const view = address && addressView(address, dialog)
  return {
    account: account.id,
    accountName: account.name,
    lineName: account.lineName,
    channel: account.plugin,
    state: account.state,
    address: view && { typed: view.typed, shown: view.shown },
    dialog,
    refusal: said && channel ? refusalOf(said, account.can, { address, dialog }, channel) : null,
  }
}
