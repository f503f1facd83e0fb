import { cabinetRoutes, supervisorRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const TagsController = () => import('#app/tags/tags_controller')

cabinetRoutes(() => {
  router.get('/tags', [TagsController, 'index']).as('tags.index')
  router.post('/tags', [TagsController, 'store']).as('tags.store')
})

supervisorRoutes(() => {
  router.patch('/tags/:id', [TagsController, 'update']).as('tags.update')
  router.delete('/tags/:id', [TagsController, 'destroy']).as('tags.destroy')
})
