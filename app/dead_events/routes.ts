import { adminRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const DeadEventsController = () => import('#app/dead_events/dead_events_controller')

adminRoutes(() => {
  router.get('/dead-events', [DeadEventsController, 'index']).as('dead_events.index')
  router.post('/dead-events/:id/replay', [DeadEventsController, 'replay']).as('dead_events.replay')
  router.delete('/dead-events/:id', [DeadEventsController, 'destroy']).as('dead_events.destroy')
})
