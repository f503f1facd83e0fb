import { enteredCompany } from '#app/companies/entered_company'
import { Problem } from '#app/http/problem'
import type { Role } from '#app/http/shared_props'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { CompanyId } from '@svyaz/core'

/** The scope that every query starts from. */
export type CompanyScope = { readonly id: CompanyId; readonly name: string }

export type MemberScope = {
  readonly id: string
  readonly user: string
  readonly name: string
  readonly role: Role
  readonly email: string
}

export type Membership = { readonly id: CompanyId; readonly name: string; readonly role: Role }

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    company: CompanyScope
    member: MemberScope
    /** Of this person, the present one included. */
    companies: readonly Membership[]
  }
}

/** After sign-in: whose data this request is about. */
export default class CompanyMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    const user = ctx.auth.getUserOrFail()
    const entered = await enteredCompany(user.id, ctx.session.get('company') as string | undefined)
    if (!entered) throw new Problem(403, 'E_NO_COMPANY')
    ctx.companies = entered.companies
    ctx.company = { id: entered.company.id, name: entered.company.name }
    ctx.member = {
      id: entered.member,
      user: user.id,
      name: user.name,
      role: entered.company.role,
      email: user.email,
    }
    return next()
  }
}
