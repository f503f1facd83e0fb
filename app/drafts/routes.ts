import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const DraftsController = () => import('#app/drafts/drafts_controller')

cabinetRoutes(() => {
  router.get('/inbox/drafts', [DraftsController, 'index']).as('drafts.index')
  router.get('/inbox/dialogs/:id/draft', [DraftsController, 'show']).as('drafts.show')
  router.put('/inbox/dialogs/:id/draft', [DraftsController, 'update']).as('drafts.update')
})
