import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const MediaController = () => import('#app/media/media_controller')
const UploadsController = () => import('#app/media/uploads_controller')

cabinetRoutes(() => {
  router.get('/media/:id', [MediaController, 'show']).as('media.show')
  router.post('/inbox/files', [UploadsController, 'store']).as('uploads.store')
})
