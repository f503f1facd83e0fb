import type { Sql } from '@svyaz/core'
import { toJsonb } from '#app/inbox/to_jsonb'
import type { ReactionState } from '../ledger.js'

const statement = `
  insert into reactions as known (company_id, message_id, who, emojis, at)
  select company_id, message_id, who, emojis, at
  from jsonb_to_recordset($1::jsonb) as x (company_id uuid, message_id uuid, who text, emojis text[], at bigint)
  on conflict (company_id, message_id, who) do update set emojis = excluded.emojis, at = excluded.at
  where known.at <= excluded.at`

/** The newest set of each person; an older one changes nothing. Primary key; under the lock of their companies. */
export async function writeReactions(tx: Sql, reactions: readonly ReactionState[]): Promise<void> {
  if (reactions.length === 0) return
  const newest = new Map<string, ReactionState>()
  for (const one of reactions) {
    const key = `${one.message} ${one.who}`
    const known = newest.get(key)
    if (known === undefined || known.at <= one.at) newest.set(key, one)
  }
  const rows = [...newest.values()].map(({ company, message, who, emojis, at }) => ({
    company_id: company,
    message_id: message,
    who,
    emojis,
    at: Math.floor(at),
  }))
  await tx.query(statement, [toJsonb(rows)])
}
