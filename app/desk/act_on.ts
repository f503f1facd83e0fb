import { Problem } from '#app/http/problem'
import { flush } from '#app/intake/flush'
import type { MessageState, PartState } from '#app/intake/ledger'
import { noDownloads } from '#app/intake/no_downloads'
import {
  findActs,
  forgetActs,
  insertActs,
  type ActState,
  type NewActs,
} from '#app/intake/queries/message_acts'
import { chatKey, externalId, type AccountId, type ActOp, type MessageRef } from '@svyaz/core'
import type { As } from './as.js'
import { loadOwn } from './own_message.js'
import { findAccountId } from './queries/find_account.js'
import type { DeskParts, Work } from './transact.js'

/** The message as its channel knows it: once per message it became there. */
export function refsOf(message: MessageState, parts: readonly PartState[]): readonly MessageRef[] {
  const { chat, sender, data } = message
  if (chat === null) return []
  const known = parts.flatMap(({ externalIds, sentAt }) =>
    (externalIds ?? []).map((id) => ({ id, at: sentAt ?? message.at }))
  )
  const own = message.externalId === null ? [] : [{ id: message.externalId, at: message.at }]
  return (known.length > 0 ? known : own).map(({ id, at }) => ({
    id: externalId(id),
    chat: chatKey(chat),
    fromUs: sender !== 'client',
    at,
    ...(data === null ? {} : { data }),
  }))
}

/** A message that the channel has and that is still there. */
export function assertStands({ deletedAt, status, externalId: id }: MessageState): void {
  if (deletedAt !== null) throw new Problem(409, 'E_MESSAGE_DELETED')
  if (id === null || status === 'failed' || status === 'uncertain')
    throw new Problem(409, 'E_MESSAGE_STATE')
}

export async function accountOf({ tx }: Work, as: As, message: MessageState): Promise<AccountId> {
  const account = await findAccountId(tx, as.company, message.account)
  if (!account) throw new Problem(422, 'E_ACCOUNT_DISCONNECTED')
  return account
}

export type Asked = Pick<NewActs, 'act' | 'text' | 'emoji'> & {
  readonly as: As
  readonly message: MessageState
  readonly ops: readonly ActOp[]
}

/** Lays the calls, in the order of their dialog, and notes them beside the message. What was asked before gives way. */
export async function actOn(parts: DeskParts, work: Work, asked: Asked): Promise<void> {
  const { as, message, ops, act } = asked
  const { company } = as
  const account = await accountOf(work, as, message)
  const before = (await findActs(work.tx, [message])).filter((one) => givesWay(one, act))
  await takeBack(parts, work, before)
  const rows: string[] = []
  for (const op of ops) {
    rows.push(await parts.hub.act(work.tx, account, op, { key: message.dialog }))
  }
  const changes = await work.lock()
  await forgetActs(
    work.tx,
    before.filter(({ state }) => state !== 'waiting')
  )
  const { ledger, message: present } = await loadOwn(work.tx, as, message.id)
  const { text, emoji } = asked
  const noted = {
    company,
    message: message.id,
    member: as.actor.member,
    rows,
    act,
    ...(text === undefined ? {} : { text }),
    ...(emoji === undefined ? {} : { emoji }),
  }
  await insertActs(work.tx, noted, work.now)
  ledger.changedMessages.add(present)
  ledger.acted.set(present.id, false)
  await flush(work.tx, ledger, changes, noDownloads)
}

/** Of what is removed nothing needs to be changed any more. */
function givesWay(earlier: ActState, act: ActState['act']): boolean {
  return earlier.act === act || (act === 'remove' && earlier.act === 'edit')
}

/** What hasn't begun needn't be done at all; what has goes first. */
async function takeBack({ hub }: DeskParts, { tx }: Work, acts: readonly ActState[]) {
  const rowsOf = (state: ActState['state']) =>
    acts.filter((one) => one.state === state).map(({ row }) => row)
  const waiting = rowsOf('waiting')
  // The outbox tells `endCalls`, which forgets them in this very transaction.
  if (waiting.length > 0) await hub.outbox.cancel(tx, waiting)
  for (const row of rowsOf('uncertain')) await hub.outbox.decide(tx, row, 'give_up')
}
