import database from '#app/database/service'
import type { As } from '#app/desk/as'
import { decide } from '#app/desk/decide'
import { resend } from '#app/desk/resend'
import desk from '#app/desk/service'
import { transact } from '#app/desk/transact'
import { notFound, Problem } from '#app/http/problem'
import { findPlaces } from '#app/queue/queries/find_places'
import { endedRows, type Whose } from '#app/queue/queue_parts'
import type { RetryView } from '#app/queue/views'
import { isFailure, type Decision, type EndedRowView } from '@svyaz/core'

/** A row is looked for so far: core gives rows of its company and owner only, so what is found may be acted on. */
const searched = 5_000
/** One click of «all» in one answer. */
const retriedAtOnce = 500

type Ended = { readonly row: EndedRowView; readonly message: string | undefined }

/** A failed row once more: of a message as its own command, so that its state and its dialog follow. */
export async function retryRow(as: As, of: Whose, id: string): Promise<void> {
  const found = await endedRow(of, id, 'failed')
  await retry(as, found)
}

/** The newest first, and so many at once. What is refused stays, with its reason. */
export async function retryAll(as: As, of: Whose): Promise<RetryView> {
  const rows = (await endedRows(of, searched)).filter(({ state }) => state === 'failed')
  const all = await withMessages(of, rows)
  const done = new Set<string>()
  let retried = 0
  let refused = 0
  for (const [at, one] of all.entries()) {
    if (one.message !== undefined && done.has(one.message)) continue
    if (retried === retriedAtOnce) return { retried, refused, more: at < all.length }
    if (one.message !== undefined) done.add(one.message)
    if (await isRetried(as, one)) retried++
    else refused++
  }
  return { retried, refused, more: false }
}

/** What a person says of a row nobody can settle. */
export async function decideRow(
  as: As,
  of: Whose,
  { row: id, decision }: { readonly row: string; readonly decision: Decision }
): Promise<void> {
  const { row, message } = await endedRow(of, id, 'uncertain')
  if (message !== undefined) return decide(desk, as, { message, decision })
  await transact(desk, as.company, ({ tx }) => desk.hub.outbox.decide(tx, row.id, decision))
}

async function endedRow(of: Whose, id: string, state: EndedRowView['state']): Promise<Ended> {
  const row = (await endedRows(of, searched)).find((one) => one.id === id)
  if (!row) throw notFound()
  if (row.state !== state) throw new Problem(409, 'E_MESSAGE_STATE')
  const [found] = await withMessages(of, [row])
  return found ?? { row, message: undefined }
}

/** Files and marks that a client's message brought are calls of their own: only what we send is a message here. */
async function withMessages(of: Whose, rows: readonly EndedRowView[]): Promise<readonly Ended[]> {
  const places = await findPlaces(
    database,
    of.company,
    rows.map(({ id }) => id)
  )
  return rows.map((row) => ({
    row,
    message: row.step === '@send' ? places.get(row.id)?.message : undefined,
  }))
}

async function isRetried(as: As, ended: Ended): Promise<boolean> {
  try {
    await retry(as, ended)
    return true
  } catch (error) {
    if (error instanceof Problem || isFailure(error)) return false
    throw error
  }
}

async function retry(as: As, { row, message }: Ended): Promise<void> {
  if (message !== undefined) return resend(desk, as, message)
  await transact(desk, as.company, ({ tx }) => desk.hub.outbox.requeue(tx, [row.id]))
}
