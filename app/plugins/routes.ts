import { adminRoutes, cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const PluginsController = () => import('#app/plugins/plugins_controller')

cabinetRoutes(() => {
  router.get('/plugins', [PluginsController, 'index']).as('plugins.index')
})

adminRoutes(() => {
  router.put('/plugins/:id', [PluginsController, 'update']).as('plugins.update')
  router.put('/plugins/:id/instance', [PluginsController, 'configure']).as('plugins.configure')
})
