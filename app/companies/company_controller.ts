import { companyValidator } from '#app/companies/company_validator'
import { idleHoursOf, setIdleHours } from '#app/companies/idle_hours'
import { isTimeZone, timeZoneOf } from '#app/companies/time_zone'
import { FieldsProblem } from '#app/http/problem'
import { changeTimeZone } from '#app/lines/company_pacing'
import type { HttpContext } from '@adonisjs/core/http'

export default class CompanyController {
  /** Only what is named changes. */
  async update({ company, i18n, request }: HttpContext) {
    const { timeZone, idleHours } = await request.validateUsing(companyValidator)
    if (timeZone !== undefined && !isTimeZone(timeZone)) {
      const detail = i18n.t('server.E_TIME_ZONE')
      throw new FieldsProblem([{ pointer: '/timeZone', code: 'E_TIME_ZONE', detail }])
    }
    if (timeZone !== undefined) await changeTimeZone(company.id, timeZone)
    if (idleHours !== undefined) await setIdleHours(company.id, idleHours)
    return { timeZone: await timeZoneOf(company.id), idleHours: await idleHoursOf(company.id) }
  }
}
