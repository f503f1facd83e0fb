import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const AccountsReachController = () => import('#app/reach/accounts_reach_controller')
const WaysController = () => import('#app/reach/ways_controller')

cabinetRoutes(() => {
  router.get('/inbox/contacts', [AccountsReachController, 'people']).as('reach.people')
  router.get('/accounts/:id/start', [AccountsReachController, 'start']).as('reach.start')
  router
    .get('/accounts/:id/contacts/import', [AccountsReachController, 'importState'])
    .as('reach.import_state')
  router
    .post('/accounts/:id/contacts/import', [AccountsReachController, 'import'])
    .as('reach.import')

  router.get('/inbox/messages/:id/ways', [WaysController, 'ofMessage']).as('ways.of_message')
  router.get('/inbox/dialogs/:id/ways', [WaysController, 'ofDialog']).as('ways.of_dialog')
  router
    .post('/inbox/messages/:id/send-through', [WaysController, 'sendThrough'])
    .as('ways.send_through')
})
