import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const SearchController = () => import('#app/search/search_controller')

cabinetRoutes(() => {
  router.get('/inbox/messages/search', [SearchController, 'messages']).as('search.messages')
})
