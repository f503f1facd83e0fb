import env from '#start/env'
import { defineConfig } from '@adonisjs/lucid'

/** Sessions, sign-in and migrations. Hand-written SQL has a pool of its own (`app/database`). */
export default defineConfig({
  connection: 'postgres',
  prettyPrintDebugQueries: true,
  connections: {
    postgres: {
      client: 'pg',
      // Named, because PostgreSQL looks into a schema with the user's name first, and core has one called svyaz.
      searchPath: ['public'],
      connection: { connectionString: env.get('DATABASE_URL').release() },
      pool: { min: 0, max: 10 },
      migrations: { naturalSort: true, paths: ['database/migrations'] },
      schemaGeneration: { enabled: false },
    },
  },
})
