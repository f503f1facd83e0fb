import type { CompanyId, Hub, Sql } from '@svyaz/core'
import { Gate } from './gate.js'
import { ChangeList, tell, type Hints } from '#app/intake/changes'
import { lockCompanies } from '#app/intake/queries/lock_companies'
import { writeChanges } from '#app/intake/queries/write_changes'

/**
 * A command holds a connection and may need a second one, to look at a file or an account. More commands than half of the
 * pool would wait for each other for ever.
 */
const gate = new Gate(4)

/** What commands are made of. */
export type DeskParts = {
  readonly hub: Pick<Hub<Sql>, 'send' | 'markRead' | 'typing' | 'outbox' | 'committed'>
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

/** A command: one transaction, then the word to workers and browsers. */
export async function transact<T>(
  parts: DeskParts,
  company: CompanyId,
  body: (work: Work) => Promise<T>
): Promise<T> {
  try {
    return await attempt(parts, company, body)
  } catch (error) {
    if (!(error instanceof MadeMeanwhile) && !isTaken(error)) throw error
    return attempt(parts, company, body)
  }
}

async function attempt<T>(
  parts: DeskParts,
  company: CompanyId,
  body: (work: Work) => Promise<T>
): Promise<T> {
  const { result, after } = await gate.run(() =>
    parts.database.transaction(async (tx) => {
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
  )
  after()
  return result
}

/** 23505: unique_violation. */
function isTaken(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '23505'
}
