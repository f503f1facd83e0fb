import { findDraft } from '#app/drafts/queries/find_draft'
import { notFound } from '#app/http/problem'
import { isFailure, type Capabilities, type Hub, type OwnerState, type Sql } from '@svyaz/core'
import { channelLimits } from './channel_limits.js'
import { dialogRow } from './queries/dialog_columns.js'
import {
  findDialog,
  findIdentities,
  type IdentityRow,
  type OpenDialog,
} from './queries/find_dialog.js'
import type { DialogView } from './views.js'

export type ShowParts = {
  readonly sql: Sql
  readonly hub: Pick<Hub<Sql>, 'account' | 'capabilities'>
}

const disconnected = {
  ru: 'Аккаунт этого диалога отключён. Чтобы писать сюда, подключите его снова на странице линии.',
  en: 'The account of this dialog is disconnected. To write here, connect it again on the page of its line.',
}

/** The header and the composer of an open dialog. */
export async function showDialog(
  { sql, hub }: ShowParts,
  of: { readonly company: string; readonly member: string },
  id: string
): Promise<DialogView> {
  const row = await findDialog(sql, of, id)
  if (!row) throw notFound()
  const identities =
    row.contact_id === null ? [] : await findIdentities(sql, of.company, row.contact_id)
  const account = row.disconnected ? undefined : await hub.account(row.account_id)
  const capabilities = account && (await capabilitiesOf(hub, row))
  const gone = account === undefined
  return {
    ...dialogRow(row),
    contact: contactOf(row, identities),
    accountName: row.account_name || (account?.identity.title ?? ''),
    lineName: row.line_name,
    state: account?.state ?? stopped,
    can: channelLimits(capabilities),
    blocked: gone ? disconnected : row.blocked,
    ticket:
      row.ticket_id === null || row.opened_at === null
        ? null
        : { id: row.ticket_id, openedAt: row.opened_at },
    firstUnread: row.first_id,
    ignored: row.ignored,
    myDraft: row.draft === null ? null : await findDraft(sql, { ...of, dialog: id }),
  }
}

const stopped: OwnerState = {
  is: 'stopped',
  failure: { kind: 'rejected', code: 'E_ACCOUNT_DISCONNECTED', reason: disconnected },
}

/** A broken or missing plugin can do nothing; the dialog is readable all the same. */
async function capabilitiesOf(
  hub: ShowParts['hub'],
  row: OpenDialog
): Promise<Capabilities | undefined> {
  try {
    return await hub.capabilities(row.account_id)
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

function contactOf(row: OpenDialog, identities: readonly IdentityRow[]): DialogView['contact'] {
  if (row.contact_id === null) return null
  const ways = identities.flatMap(({ email, phone, username }) => [
    { kind: 'email' as const, value: email },
    { kind: 'phone' as const, value: phone },
    { kind: 'username' as const, value: username },
  ])
  const known = ways.flatMap(({ kind, value }) => (value === null ? [] : [{ kind, value }]))
  const unique = new Map(known.map((way) => [`${way.kind} ${way.value}`, way]))
  const name = row.contact_name ?? identities.find((one) => one.name !== null)?.name ?? null
  return { id: row.contact_id, name, identities: [...unique.values()] }
}
