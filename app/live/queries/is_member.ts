import database from '#app/database/service'
import { validate } from 'uuid'

const statement = `select 1 from members where company_id = $1 and user_id = $2`

/** Unique key of members; no locks. */
export async function isMember(user: string, company: string): Promise<boolean> {
  return validate(company) && (await database.row(statement, [company, user])) !== undefined
}
