import { memberWho, type As } from '#app/desk/as'
import { MadeMeanwhile, transact, type DeskParts } from '#app/desk/transact'
import { Problem } from '#app/http/problem'
import type { AccountId, CallEnd, Sql } from '@svyaz/core'
import { beginImport, endImport, findImport, type ImportRecord } from './queries/imports.js'
import type { ImportView } from './views.js'

/** Core's own step. */
const contactsStep = '@contacts'

/**
 * Reads the account's address book, so that its people are found without a dialog. One reading at a time: whoever asks
 * again meanwhile gets the one that runs.
 */
export async function importContacts(
  parts: DeskParts,
  as: As,
  account: AccountId
): Promise<ImportView> {
  const of = { company: as.company, account }
  return transact(parts, as.company, async (work) => {
    await memberWho(work.tx, as)
    const known = await findImport(work.tx, of)
    if (known && isRunning(known)) return importView(known)
    const row = await parts.hub.importContacts(work.tx, account)
    if (row === undefined) throw new Problem(422, 'E_NO_ADDRESS_BOOK')
    await work.lock()
    const present = await findImport(work.tx, of)
    if (present && isRunning(present)) throw new MadeMeanwhile()
    await beginImport(work.tx, { ...of, row }, work.now)
    const begun = await findImport(work.tx, of)
    if (!begun) throw new Error('E_IMPORT: a reading that has just begun is not there')
    return importView(begun)
  })
}

const isRunning = ({ state }: ImportRecord) => state === 'running' || state === 'waiting'

export function importView(record: ImportRecord): ImportView {
  const { state, found, failure, nextAt, at, doneAt, doneFound } = record
  const told = failure === null ? null : { code: failure.code, reason: failure.reason }
  return { state, found, failure: told, nextAt, at, doneAt, doneFound }
}

/** In the transaction that ends the reading's row. */
export async function endImports(ends: readonly CallEnd[], tx: Sql): Promise<void> {
  for (const end of ends) {
    const { step, company, owner, id: row } = end.row
    if (step !== contactsStep || !('account' in owner)) continue
    await endImport(tx, { company, account: owner.account, row }, newsOf(end), Date.now())
  }
}

function newsOf(end: CallEnd): Parameters<typeof endImport>[2] {
  const none = { found: null, failure: null, nextAt: null }
  switch (end.end) {
    case 'done': {
      const found = (end.result as { readonly found?: unknown } | undefined)?.found
      return { ...none, state: 'done', found: typeof found === 'number' ? found : null }
    }
    case 'failed':
    case 'uncertain':
      return { ...none, state: 'failed', failure: end.failure }
    case 'waiting': {
      const nextAt = end.nextAt === undefined ? null : Math.ceil(end.nextAt)
      return { ...none, state: 'waiting', failure: end.failure, nextAt }
    }
    case 'cancelled':
      return { ...none, state: 'cancelled' }
  }
}
