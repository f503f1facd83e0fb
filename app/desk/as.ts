import { Problem } from '#app/http/problem'
import type { Role } from '#app/http/shared_props'
import type { CompanyId, Sql } from '@svyaz/core'
import { findMember } from './queries/find_member.js'

/** In whose name a command is given: the inbox's members now, tokens and CRMs later. */
export type As = { readonly company: CompanyId; readonly actor: { readonly member: string } }

export type Member = { readonly id: string; readonly name: string; readonly role: Role }

const writers: readonly Role[] = ['owner', 'admin', 'supervisor', 'operator']

/** The member who acts. Rights are checked here, once, whatever door the command came through. */
export async function memberWho(tx: Sql, as: As): Promise<Member> {
  const member = await findMember(tx, as.company, as.actor.member)
  if (!member || !writers.includes(member.role)) throw new Problem(403, 'E_FORBIDDEN')
  return member
}
