import { adminRoutes, cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const LinesController = () => import('#app/lines/lines_controller')
const AccountsController = () => import('#app/lines/accounts_controller')
const PacingController = () => import('#app/lines/pacing_controller')
const LoginsController = () => import('#app/lines/logins_controller')

cabinetRoutes(() => {
  router.get('/lines', [LinesController, 'index']).as('lines.index')
  router.get('/lines/:id', [LinesController, 'show']).as('lines.show')
  router.get('/accounts/:id', [AccountsController, 'show']).as('accounts.show')
})

adminRoutes(() => {
  router.post('/lines', [LinesController, 'store']).as('lines.store')
  router.patch('/lines/:id', [LinesController, 'update']).as('lines.update')

  router.patch('/accounts/:id', [AccountsController, 'update']).as('accounts.update')
  router.put('/accounts/:id/pacing', [PacingController, 'update']).as('pacing.update')
  router.post('/accounts/:id/pause', [AccountsController, 'pause']).as('accounts.pause')
  router.post('/accounts/:id/resume', [AccountsController, 'resume']).as('accounts.resume')
  router.post('/accounts/:id/restart', [AccountsController, 'restart']).as('accounts.restart')
  router.delete('/accounts/:id', [AccountsController, 'destroy']).as('accounts.destroy')

  router.post('/lines/:id/logins', [LoginsController, 'store']).as('logins.store')
  router.get('/logins/return/:plugin', [LoginsController, 'return']).as('logins.return')
  router.get('/logins/:id', [LoginsController, 'show']).as('logins.show')
  router.post('/logins/:id/answers', [LoginsController, 'answer']).as('logins.answer')
  router.delete('/logins/:id', [LoginsController, 'destroy']).as('logins.destroy')
})
