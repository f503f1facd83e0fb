import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const HomeController = () => import('#app/http/home_controller')

cabinetRoutes(() => {
  router.get('/', [HomeController, 'show']).as('home.show')
})
