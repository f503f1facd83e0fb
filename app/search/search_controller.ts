import database from '#app/database/service'
import { searchMessages } from '#app/search/search_messages'
import { searchValidator } from '#app/search/search_validator'
import type { HttpContext } from '@adonisjs/core/http'

export default class SearchController {
  async messages({ company, request }: HttpContext) {
    const { q, ...narrowed } = await request.validateUsing(searchValidator)
    return searchMessages(database, { company: company.id, q: q ?? '', ...narrowed })
  }
}
