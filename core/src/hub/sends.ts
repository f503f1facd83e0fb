import { addressKey } from '../address.ts'
import type { MediaRef } from '../ids.ts'
import { isFailure } from '../failure.ts'
import { newCallId } from '../outbox/call_id.ts'
import type { NewRow, OwnerRecord } from '../outbox/store.ts'
import type { SendOp } from '../outgoing.ts'
import { planCalls, type FileFacts } from '../plan_calls.ts'
import { actRow } from './act_op.ts'
import { sealRemote } from './core_steps.ts'
import { laneOf, parse } from './executor.ts'
import type { Hub, SendOptions } from './hub.ts'
import type { Parts } from './parts.ts'
import { contactsStep, downloadStep, readStep, sendOpSchema, sendStep } from './send_op.ts'
import type { Shapes } from './shape.ts'

export type SendParts<Tx> = Parts<Tx> & { readonly shapes: Shapes }

/** What others ask an account to do, as rows in the caller's transaction. */
export function createSends<Tx>(
  parts: SendParts<Tx>
): Pick<Hub<Tx>, 'send' | 'check' | 'act' | 'download' | 'markRead' | 'importContacts'> {
  const enqueue = (tx: Tx, owner: OwnerRecord, rows: readonly NewRow[]) =>
    parts.store.rows.enqueue(tx, owner.no, rows)
  return {
    async send(tx, account, op, options = {}) {
      const owner = await parts.records.get(account)
      const calls = await plan(parts, owner, op, options.files)
      return enqueue(
        tx,
        owner,
        calls.map((call, part) => sendRow(call, options, part))
      )
    },
    async check(account, op, options = {}) {
      await plan(parts, await parts.records.get(account), op, options.files)
    },
    async act(tx, account, op, { key } = {}) {
      const owner = await parts.records.get(account)
      const [made] = await enqueue(tx, owner, [actRow(parts, owner, op, key)])
      return made ?? ''
    },
    async download(tx, account, remote, { once }) {
      const owner = await parts.records.get(account)
      const id = newCallId()
      const sealed = sealRemote(parts, account, remote, id)
      const row = coreRow(downloadStep, laneOf(parts, owner, 'media'), `@download:${once}`, {
        sealed,
        id,
      })
      const [made] = await enqueue(tx, owner, [{ ...row, once: `@download:${once}` }])
      return made ?? ''
    },
    async markRead(tx, account, chat, messages) {
      const owner = await parts.records.get(account)
      if (messages.length === 0 || !parts.shapes.of(owner).markRead) return
      const lane = laneOf(parts, owner, 'other')
      await enqueue(tx, owner, [coreRow(readStep, lane, `@read:${chat}`, { chat, messages })])
    },
    async importContacts(tx, account) {
      const owner = await parts.records.get(account)
      if (!parts.shapes.of(owner).contacts) return undefined
      const lane = laneOf(parts, owner, 'other')
      const [made] = await enqueue(tx, owner, [coreRow(contactsStep, lane, contactsStep, {})])
      return made
    },
  }
}

type Files = ReadonlyMap<MediaRef, FileFacts>

async function plan<Tx>(
  parts: SendParts<Tx>,
  owner: OwnerRecord,
  given: SendOp,
  known: Files = new Map()
): Promise<readonly SendOp[]> {
  const op = parse(sendOpSchema, given, sendStep)
  const facts = await factsOf(parts, owner, op, known)
  const about = (media: MediaRef) => facts.get(media) ?? { bytes: 0, mime: '' }
  const name = parts.registry.plugin(owner.plugin ?? '')?.manifest.name ?? { ru: '?', en: '?' }
  const calls = planCalls(op, parts.records.capabilities(owner), about, name)
  if (isFailure(calls)) throw calls
  return calls
}

async function factsOf<Tx>(
  parts: SendParts<Tx>,
  owner: OwnerRecord,
  op: SendOp,
  known: Files
): Promise<Files> {
  if (op.content.kind !== 'files') return new Map()
  const store = parts.media(owner.company)
  const refs = op.content.files.map(({ media }) => media)
  const about = async (ref: MediaRef) => [ref, known.get(ref) ?? (await store.about(ref))] as const
  return new Map(await Promise.all(refs.map(about)))
}

function sendRow(call: SendOp, options: SendOptions, part: number): NewRow {
  return {
    callId: newCallId(),
    lane: 'send',
    key: options.key ?? addressKey(call.to),
    step: sendStep,
    priority: call.by,
    input: JSON.stringify(call),
    ...(options.notBefore === undefined ? {} : { notBefore: options.notBefore }),
    ...(options.once === undefined ? {} : { once: `${options.once}#${part}` }),
    ...(options.batch === undefined ? {} : { batch: options.batch }),
    ...(options.toGroup === true ? { toGroup: true } : {}),
    // Its further parts go to somebody who is no stranger any more.
    ...(options.firstContact === true && part === 0 ? { firstContact: call.to.by } : {}),
  }
}

function coreRow(step: string, lane: string, key: string, input: object): NewRow {
  return { callId: newCallId(), lane, key, step, priority: 'robot', input: JSON.stringify(input) }
}
