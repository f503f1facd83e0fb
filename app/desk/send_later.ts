import { notFound, Problem } from '#app/http/problem'
import { assertOpen } from './assert_open.js'
import { memberWho, type As } from './as.js'
import { dialogOf } from './dialog_of.js'
import { assertId, fingerprintOf, type MessageInput } from './message_input.js'
import {
  findScheduled,
  insertScheduled,
  refreshScheduledAt,
  removeScheduled,
  changeScheduled,
  type Scheduled,
} from './queries/scheduled.js'
import { planOf, post, repeatOf } from './send.js'
import { transact, type DeskParts, type Work } from './transact.js'

const farthestMs = 366 * 24 * 60 * 60 * 1000
/** Of one dialog. */
const mostScheduled = 50

export type LaterInput = MessageInput & { readonly dialog: string; readonly dueAt: number }

/** A message with a date. What the channel can't take is refused now, not when it is due. */
export async function sendLater(parts: DeskParts, as: As, input: LaterInput): Promise<void> {
  const { dialog: id, dueAt, ...said } = input
  await transact(parts, as.company, async (work) => {
    assertId(said.id, work.now)
    assertAhead(dueAt, work.now)
    const member = await memberWho(work.tx, as)
    const dialog = await dialogOf(work.tx, as.company, id)
    const fingerprint = fingerprintOf(id, said)
    if (await isThere(work, as, said.id, fingerprint)) return
    assertOpen(dialog)
    const { account, op, files } = await planOf(work, {
      as,
      member,
      dialog,
      input: said,
      fingerprint,
    })
    await parts.hub.check(account, op, { files })
    const changes = await work.lock()
    const { clientAt } = await dialogOf(work.tx, as.company, id)
    const row = {
      ...said,
      company: as.company,
      dialog: id,
      member: member.id,
      dueAt,
      clientAt,
      fingerprint,
    }
    if ((await insertScheduled(work.tx, row)) > mostScheduled)
      throw new Problem(422, 'E_TOO_MANY_SCHEDULED', { n: mostScheduled })
    await refreshScheduledAt(work.tx, as.company, id, changes.seqOf(as.company))
    changes.dialog(as.company, id)
  })
}

async function isThere(work: Work, as: As, id: string, fingerprint: string): Promise<boolean> {
  if (await repeatOf(work, as, id, fingerprint)) return true
  const earlier = await findScheduled(work.tx, as.company, id)
  if (earlier && earlier.fingerprint !== fingerprint)
    throw new Problem(409, 'E_IDEMPOTENCY_MISMATCH')
  return earlier !== undefined
}

function assertAhead(dueAt: number, now: number): void {
  if (dueAt <= now || dueAt > now + farthestMs) throw new Problem(422, 'E_SEND_TIME')
}

export type LaterChange = {
  readonly id: string
  readonly dueAt?: number | undefined
  readonly text?: string | undefined
}

/** Another date or other words, by whoever answers here; what asked or failed waits again. */
export async function changeLater(
  parts: DeskParts,
  as: As,
  { id, dueAt, text }: LaterChange
): Promise<void> {
  await withScheduled(parts, as, id, async (work, row) => {
    const next = { ...row, dueAt: dueAt ?? row.dueAt, text: text ?? row.text }
    assertAhead(next.dueAt, work.now)
    const member = await memberWho(work.tx, as)
    const dialog = await dialogOf(work.tx, as.company, row.dialog)
    assertOpen(dialog)
    const fingerprint = fingerprintOf(row.dialog, next)
    const { account, op, files } = await planOf(work, {
      as,
      member,
      dialog,
      input: next,
      fingerprint,
    })
    await parts.hub.check(account, op, { files })
    await work.lock()
    const { clientAt } = await dialogOf(work.tx, as.company, row.dialog)
    await changeScheduled(work.tx, {
      ...next,
      fingerprint,
      clientAt,
      state: 'waiting',
      failure: null,
    })
  })
}

/** It goes now, in the name of whoever wrote it. */
export async function sendNow(parts: DeskParts, as: As, id: string): Promise<void> {
  await withScheduled(parts, as, id, (work, row) => postScheduled(parts, work, row))
}

export async function cancelLater(parts: DeskParts, as: As, id: string): Promise<void> {
  await withScheduled(parts, as, id, async ({ tx, lock }, row) => {
    await lock()
    await removeScheduled(tx, as.company, row.id)
  })
}

/** The row becomes a message with the same id, in one transaction: never both, never neither. */
export async function postScheduled(parts: DeskParts, work: Work, row: Scheduled): Promise<void> {
  const as: As = { company: row.company, actor: { member: row.member } }
  const member = await memberWho(work.tx, as)
  const dialog = await dialogOf(work.tx, row.company, row.dialog)
  assertOpen(dialog)
  const { fingerprint } = row
  await post(parts, work, { as, member, dialog, input: row, fingerprint })
  await removeScheduled(work.tx, row.company, row.id)
}

async function withScheduled(
  parts: DeskParts,
  as: As,
  id: string,
  body: (work: Work, row: Scheduled) => Promise<void>
): Promise<void> {
  await transact(parts, as.company, async (work) => {
    await memberWho(work.tx, as)
    const row = await findScheduled(work.tx, as.company, id)
    if (!row) throw notFound()
    await body(work, row)
    const changes = await work.lock()
    await refreshScheduledAt(work.tx, as.company, row.dialog, changes.seqOf(as.company))
    changes.dialog(as.company, row.dialog)
  })
}
