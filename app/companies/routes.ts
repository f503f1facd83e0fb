import { adminRoutes, cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const CompaniesController = () => import('#app/companies/companies_controller')
const CompanyController = () => import('#app/companies/company_controller')

cabinetRoutes(() => {
  router.post('/companies/:id/enter', [CompaniesController, 'enter']).as('companies.enter')
})

adminRoutes(() => {
  router.patch('/company', [CompanyController, 'update']).as('company.update')
})
