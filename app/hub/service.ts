import type { AppHub } from '#app/hub/build_hub'
import app from '@adonisjs/core/services/app'

let hub: AppHub

await app.booted(async () => {
  hub = await app.container.make('hub')
})

export { hub as default }
