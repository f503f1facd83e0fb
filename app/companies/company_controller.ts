import { companyValidator } from '#app/companies/company_validator'
import { isTimeZone, timeZoneOf } from '#app/companies/time_zone'
import { FieldsProblem } from '#app/http/problem'
import { changeTimeZone } from '#app/lines/company_pacing'
import type { HttpContext } from '@adonisjs/core/http'

export default class CompanyController {
  async update({ company, i18n, request }: HttpContext) {
    const { timeZone } = await request.validateUsing(companyValidator)
    if (!isTimeZone(timeZone)) {
      const detail = i18n.t('server.E_TIME_ZONE')
      throw new FieldsProblem([{ pointer: '/timeZone', code: 'E_TIME_ZONE', detail }])
    }
    await changeTimeZone(company.id, timeZone)
    return { timeZone: await timeZoneOf(company.id) }
  }
}
