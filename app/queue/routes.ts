import { cabinetRoutes, supervisorRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const QueueController = () => import('#app/queue/queue_controller')
const QueueActsController = () => import('#app/queue/queue_acts_controller')

cabinetRoutes(() => {
  router.get('/accounts/:id/queue', [QueueController, 'show']).as('queue.show')
  router.get('/accounts/:id/queue/state', [QueueController, 'state']).as('queue.state')
  router.get('/inbox/messages/:id/queue', [QueueController, 'ofMessage']).as('queue.of_message')
  router.get('/inbox/waiting', [QueueController, 'sendTimes']).as('queue.send_times')
})

supervisorRoutes(() => {
  router.post('/accounts/:id/queue/pause', [QueueActsController, 'pause']).as('queue.pause')
  router.post('/accounts/:id/queue/resume', [QueueActsController, 'resume']).as('queue.resume')
  router.post('/accounts/:id/queue/cancel', [QueueActsController, 'cancel']).as('queue.cancel')
  router
    .post('/accounts/:id/queue/cancel-batch', [QueueActsController, 'cancelBatch'])
    .as('queue.cancel_batch')
  router.post('/accounts/:id/queue/retry', [QueueActsController, 'retry']).as('queue.retry')
  router
    .post('/accounts/:id/queue/retry-all', [QueueActsController, 'retryAll'])
    .as('queue.retry_all')
  router.post('/accounts/:id/queue/decide', [QueueActsController, 'decide']).as('queue.decide')
})
