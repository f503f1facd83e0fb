import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const MacrosController = () => import('#app/macros/macros_controller')

/** Everybody has their own; who changes the company's is the commands' to say. */
cabinetRoutes(() => {
  router.get('/macros', [MacrosController, 'index']).as('macros.index')
  router.get('/macros/list', [MacrosController, 'list']).as('macros.list')
  router.post('/macros', [MacrosController, 'store']).as('macros.store')
  router.put('/macros/:id', [MacrosController, 'update']).as('macros.update')
  router.delete('/macros/:id', [MacrosController, 'destroy']).as('macros.destroy')
  router.post('/inbox/dialogs/:id/macros', [MacrosController, 'run']).as('macros.run')
})
