import { Database } from '#app/database/database'
import env from '#start/env'
import type { ApplicationService } from '@adonisjs/core/types'

declare module '@adonisjs/core/types' {
  export interface ContainerBindings {
    database: Database
  }
}

export default class DatabaseProvider {
  #database?: Database

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton('database', () => {
      this.#database = new Database({
        url: env.get('DATABASE_URL').release(),
        max: 10,
        name: 'svyaz web',
      })
      return this.#database
    })
  }

  async shutdown() {
    await this.#database?.close()
  }
}
