import database from '#app/database/service'
import type { Membership } from '#app/http/middleware/company_middleware'

type Row = Membership & { readonly member: string }

/** The company this person works in now: the one they chose, else the first they joined. */
export async function enteredCompany(
  user: string,
  chosen: string | undefined
): Promise<
  | {
      readonly company: Membership
      readonly member: string
      readonly companies: readonly Membership[]
    }
  | undefined
> {
  const rows = await database.rows<Row>(
    `select c.id, c.name, m.role, m.id as member
       from members m join companies c on c.id = m.company_id
      where m.user_id = $1
      order by m.created_at, m.id`,
    [user]
  )
  const entered = rows.find((row) => row.id === chosen) ?? rows[0]
  if (!entered) return undefined
  const companies = rows.map(({ id, name, role }) => ({ id, name, role }))
  const { member, ...company } = entered
  return { company, member, companies }
}
