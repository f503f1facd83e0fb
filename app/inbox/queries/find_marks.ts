import type { Sql } from '@svyaz/core'
import type { ActView, MessageView, ReactionView } from '../views.js'

const statement = `
  select r.message_id, r.at, to_jsonb(r) - 'company_id' - 'message_id' as reaction, null::jsonb as act
  from reactions r
  where r.company_id = $1 and r.message_id = any($2::uuid[]) and r.emojis <> '{}'
  union all
  select a.message_id, a.at, null, to_jsonb(a) - 'company_id' - 'message_id'
  from message_acts a
  where a.company_id = $1 and a.message_id = any($2::uuid[])
  order by 2`

type Row = {
  readonly message_id: string
  readonly reaction: { readonly who: string; readonly emojis: readonly string[] } | null
  readonly act: ActView | null
}

export type Marks = Pick<MessageView, 'reactions' | 'acts'>

const none: Marks = { reactions: [], acts: [] }

/**
 * What stands on these messages: reactions, and acts under way or refused. Primary key of reactions, index
 * message_acts_message; no locks.
 */
export async function findMarks(
  sql: Sql,
  company: string,
  messages: readonly string[]
): Promise<(message: string) => Marks> {
  if (messages.length === 0) return () => none
  const { rows } = await sql.query<Row>(statement, [company, messages])
  const byMessage = Map.groupBy(rows, ({ message_id: id }) => id)
  return (id) => {
    const found = byMessage.get(id)
    if (!found) return none
    return {
      reactions: reactionsOf(found.flatMap(({ reaction }) => reaction ?? [])),
      acts: found.flatMap(({ act }) => (act ? [actView(act)] : [])),
    }
  }
}

/** One sign per emoji, in the order they first came. */
function reactionsOf(sets: readonly NonNullable<Row['reaction']>[]): readonly ReactionView[] {
  const signs = new Map<string, ReactionView>()
  for (const { who, emojis } of sets) {
    const mine = who === 'us'
    for (const emoji of emojis) {
      const known = signs.get(emoji)
      signs.set(emoji, {
        emoji,
        count: (known?.count ?? 0) + 1,
        mine: mine || (known?.mine ?? false),
        byClient: !mine || (known?.byClient ?? false),
      })
    }
  }
  return [...signs.values()]
}

function actView({ act, state, text, emoji, failure }: ActView): ActView {
  return { act, state, text, emoji, failure }
}
