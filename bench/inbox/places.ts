/** What the requests are about: picked from the rows that were made. */
import type pg from 'pg'

export type Places = {
  /** With a fiftieth of all messages. */
  readonly giant: string
  readonly middleOfGiant: string
  readonly ordinary: string
  readonly line: string
  /** Of the thousandth page of the list, or of the last one. */
  readonly farCursor: string
  readonly seq: number
  readonly phone: string
  readonly email: string
  readonly username: string
}

const statement = `
  select giant.id as giant, middle.id as "middleOfGiant", ordinary.id as ordinary,
    (select id from lines where company_id = $1 order by id desc limit 1) as line,
    far.cursor as "farCursor",
    (select seq::float8 from company_changes where company_id = $1) as seq,
    (select phone from identities where company_id = $1 and phone is not null order by person_key limit 1) as phone,
    (select email from identities where company_id = $1 and email is not null order by person_key limit 1) as email,
    (select username from identities where company_id = $1 and username is not null order by person_key limit 1) as username
  from (select id from dialogs where company_id = $1 and chat_key = 'chat-0') giant
  cross join (select id from dialogs where company_id = $1 and chat_key = 'chat-300') ordinary
  cross join lateral (
    select id from messages m where m.company_id = $1 and m.dialog_id = giant.id order by sort_at, id
    offset (select count(*) / 2 from messages m where m.company_id = $1 and m.dialog_id = giant.id) limit 1
  ) middle
  cross join (
    select last_at || '.' || id as cursor from dialogs where company_id = $1 and last_id is not null
    order by last_at desc, id desc
    offset least(29969, (select count(*) - 31 from dialogs where company_id = $1 and last_id is not null)) limit 1
  ) far`

export async function findPlaces(database: pg.Client, company: string): Promise<Places> {
  const { rows } = await database.query<Places>(statement, [company])
  const [places] = rows
  if (!places) throw new Error('The company has no history.')
  return places
}
