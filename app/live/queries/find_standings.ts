import { passwordPrint } from '#app/auth/password_print'
import database from '#app/database/service'
import type { Standing, Stream } from '../streams.js'

const statement = `
  select o.uid,
    exists (select 1 from sessions s where s.id = o.session and s.expires_at > now()) as signed_in,
    (select u.password from users u where u.id = o.person) as password,
    array(select m.company_id::text from members m where m.user_id = o.person) as companies
  from unnest($1::text[], $2::text[], $3::uuid[]) as o(uid, session, person)`

type Row = {
  readonly uid: string
  readonly signed_in: boolean
  readonly password: string | null
  readonly companies: readonly string[]
}

/** Primary keys of sessions and users, index members_user_id; no locks. */
export async function findStandings(streams: readonly Stream[]): Promise<readonly Standing[]> {
  const rows = await database.rows<Row>(statement, [
    streams.map(({ uid }) => uid),
    streams.map(({ session }) => session),
    streams.map(({ user }) => user),
  ])
  const prints = new Map(streams.map(({ uid, print }) => [uid, print]))
  return rows.map(({ uid, signed_in: signedIn, password, companies }) => ({
    uid,
    alive: signedIn && password !== null && passwordPrint(password) === prints.get(uid),
    companies,
  }))
}
