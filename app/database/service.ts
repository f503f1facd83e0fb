import app from '@adonisjs/core/services/app'
import type { Database } from './database.js'

let database: Database

await app.booted(async () => {
  database = await app.container.make('database')
})

export { database as default }
