import { notFound } from '#app/http/problem'
import type { As } from '#app/desk/as'
import type { HttpContext } from '@adonisjs/core/http'
import { validate } from 'uuid'

/** In whose name this request acts. */
export function asMember({ company, member }: HttpContext): As {
  return { company: company.id, actor: { member: member.id } }
}

/** Whose eyes see this page. */
export function reader({ company, member }: HttpContext) {
  return { company: company.id, member: member.id }
}

/** The id in the address; what is no id names nothing. */
export function idParam({ params }: HttpContext): string {
  const id = String(params.id)
  if (!validate(id)) throw notFound()
  return id
}
