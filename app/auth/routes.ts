import { cabinetRoutes } from '#app/http/cabinet_routes'
import router from '@adonisjs/core/services/router'

const SetupController = () => import('#app/auth/setup_controller')
const SignInController = () => import('#app/auth/sign_in_controller')
const AlertsController = () => import('#app/auth/alerts_controller')
const KeysController = () => import('#app/auth/keys_controller')
const ProfileController = () => import('#app/auth/profile_controller')

router.get('/setup', [SetupController, 'first']).as('setup.first')
router.post('/setup', [SetupController, 'storeFirst']).as('setup.store_first')
router.get('/sign-up', [SetupController, 'further']).as('setup.further')
router.post('/sign-up', [SetupController, 'storeFurther']).as('setup.store_further')

router.get('/sign-in', [SignInController, 'show']).as('sign_in.show')
router.post('/sign-in', [SignInController, 'store']).as('sign_in.store')
router.post('/sign-out', [SignInController, 'destroy']).as('sign_in.destroy')

cabinetRoutes(() => {
  router.get('/settings/profile', [ProfileController, 'show']).as('profile.show')
  router.get('/settings/alerts', [AlertsController, 'show']).as('alerts.show')
  router.get('/settings/keys', [KeysController, 'show']).as('keys.show')
  router.put('/me/preferences', [ProfileController, 'update']).as('profile.update')
})
