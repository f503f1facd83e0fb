import type { ApplicationService } from '@adonisjs/core/types'
import { setReady } from '#app/http/readiness'

export default class HubProvider {
  constructor(protected app: ApplicationService) {}

  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    setReady(true)
    process.send?.('ready')
  }
}
