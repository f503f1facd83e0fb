import database from '#app/database/service'
import type { CompanyScope, MemberScope } from '#app/http/middleware/company_middleware'

/** Who runs this installation: the owner of its first company. They alone enter what belongs to all companies. */
export async function isOperator(company: CompanyScope, member: MemberScope): Promise<boolean> {
  if (member.role !== 'owner') return false
  const first = await database.row<{ id: string }>(
    'select id from companies order by created_at, id limit 1'
  )
  return first?.id === company.id
}
