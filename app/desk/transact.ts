import { systemClock, type CompanyId, type Hub, type Sql } from '@svyaz/core'
import { Gate } from './gate.js'
import { ChangeList, tell, type Hints } from '#app/intake/changes'
import { lockCompanies } from '#app/intake/queries/lock_companies'
import { writeChanges } from '#app/intake/queries/write_changes'

/**
 * A command holds one connection of the pool and asks for no second one of it. What is left of the ten is for pages. Those
 * of one company wait for each other in the database anyway, one holding the company's lock: more than two of them would
 * only hold connections while they wait, and so hold up the other companies.
 */
const gate = new Gate({ most: 8, mostEach: 2 })

/** Two of a kind that cross each other may do so again: later each time, and not at the same moment. */
const mostTries = 5
const waitMs = 20

/** What commands are made of. */
export type DeskParts = {
  readonly hub: Pick<
    Hub<Sql>,
    | 'send'
    | 'check'
    | 'act'
    | 'markRead'
    | 'typing'
    | 'outbox'
    | 'committed'
    | 'account'
    | 'capabilities'
    | 'plugins'
    | 'importContacts'
  >
  readonly database: { transaction<T>(body: (tx: Sql) => Promise<T>): Promise<T> }
  readonly hints: Hints
}

export type Work = {
  readonly tx: Sql
  readonly now: number
  /** From here on nobody else writes dialogs of this company. Rows of the outbox that exist are touched before it. */
  lock(): Promise<ChangeList>
}

/** Two people at once made the same thing: seen only by the second, who looks again. */
export class MadeMeanwhile extends Error {}

/**
 * A command: one transaction, then the word to workers and browsers. What the database undid for no fault of the command
 * is done again from the start: nothing of it is left, since a command acts by its transaction alone.
 */
export async function transact<T>(
  parts: DeskParts,
  company: CompanyId,
  body: (work: Work) => Promise<T>
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await gate.run(company, () => attempt(parts, company, body))
    } catch (error) {
      if (!mayPass(error, tried)) throw error
      if (isCrossed(error)) await systemClock.sleep(waitMs * tried * (0.5 + Math.random()))
    }
  }
}

async function attempt<T>(
  parts: DeskParts,
  company: CompanyId,
  body: (work: Work) => Promise<T>
): Promise<T> {
  const { result, after } = await parts.database.transaction(async (tx) => {
    const now = Date.now()
    let changes: ChangeList | undefined
    const lock = async () =>
      (changes ??= new ChangeList(await lockCompanies(tx, new Set([company]))))
    const value = await body({ tx, now, lock })
    if (changes) await writeChanges(tx, changes.list(), now)
    const told = changes
    return {
      result: value,
      after: () => {
        parts.hub.committed(tx)
        if (told) tell(parts.hints, told)()
      },
    }
  })
  after()
  return result
}

function mayPass(error: unknown, tried: number): boolean {
  if (isCrossed(error)) return tried < mostTries
  // Somebody was quicker: the second look finds what they made, so a third would find nothing else.
  return tried === 1 && (error instanceof MadeMeanwhile || codeOf(error) === '23505')
}

/** 40P01: deadlock_detected, 40001: serialization_failure. Told before or at the commit: nothing was done. */
function isCrossed(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40P01' || code === '40001'
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code
}
