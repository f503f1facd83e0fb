import { prepareDatabase } from '#app/database/requirements'
import { migrateApp, migrateCore } from '#app/database/migrate'
import env from '#start/env'
import { BaseCommand } from '@adonisjs/core/ace'

export default class Migrate extends BaseCommand {
  static commandName = 'svyaz:migrate'
  static description = 'Check the database and bring its tables up to date'
  static options = { startApp: true }

  async run() {
    try {
      const steps = await prepareDatabase(env.get('DATABASE_URL').release(), async () => {
        const database = await this.app.container.make('database')
        return (await migrateApp(this.app)) + (await migrateCore(database))
      })
      this.logger.info(`database is up to date (${steps} steps)`)
    } catch (error) {
      this.logger.error((error as Error).message)
      this.exitCode = 1
    }
  }
}
