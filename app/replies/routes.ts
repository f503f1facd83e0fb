import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const RepliesController = () => import('#app/replies/replies_controller')
const SectionsController = () => import('#app/replies/sections_controller')
const ExchangeController = () => import('#app/replies/exchange/exchange_controller')

/** Everybody reads them; who changes what is the commands' to say, since it depends on the section. */
cabinetRoutes(() => {
  router.get('/replies', [RepliesController, 'index']).as('replies.index')
  router.get('/replies/search', [RepliesController, 'search']).as('replies.search')
  router.get('/replies/export', [ExchangeController, 'export']).as('replies.export')
  router.post('/replies/import/preview', [ExchangeController, 'preview']).as('replies.preview')
  router.post('/replies/import', [ExchangeController, 'import']).as('replies.import')

  router.post('/replies/sections', [SectionsController, 'store']).as('reply_sections.store')
  router.patch('/replies/sections/:id', [SectionsController, 'update']).as('reply_sections.update')
  router.post('/replies/sections/:id/move', [SectionsController, 'move']).as('reply_sections.move')
  router
    .put('/replies/sections/:id/editors', [SectionsController, 'editors'])
    .as('reply_sections.editors')
  router
    .delete('/replies/sections/:id', [SectionsController, 'destroy'])
    .as('reply_sections.destroy')

  router.post('/replies', [RepliesController, 'store']).as('replies.store')
  router.put('/replies/:id', [RepliesController, 'update']).as('replies.update')
  router.post('/replies/:id/move', [RepliesController, 'move']).as('replies.move')
  router.delete('/replies/:id', [RepliesController, 'destroy']).as('replies.destroy')
})
