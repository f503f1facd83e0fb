import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const SavedViewsController = () => import('#app/saved_views/saved_views_controller')

cabinetRoutes(() => {
  router.get('/inbox/views', [SavedViewsController, 'index']).as('saved_views.index')
  router.post('/inbox/views', [SavedViewsController, 'store']).as('saved_views.store')
  router.patch('/inbox/views/:id', [SavedViewsController, 'update']).as('saved_views.update')
  router.delete('/inbox/views/:id', [SavedViewsController, 'destroy']).as('saved_views.destroy')
})
