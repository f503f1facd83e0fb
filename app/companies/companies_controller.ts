import { notFound } from '#app/http/problem'
import type { HttpContext } from '@adonisjs/core/http'

export default class CompaniesController {
  /** From now on this person works in another company of theirs. */
  async enter({ companies, params, request, response, session }: HttpContext) {
    const company = companies.find(({ id }) => id === params.id)
    if (!company) throw notFound()
    session.put('company', company.id)
    if (request.header('x-inertia')) return response.redirect('/')
    return { id: company.id, name: company.name, role: company.role }
  }
}
