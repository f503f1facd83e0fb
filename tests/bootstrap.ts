import type { ApplicationService } from '@adonisjs/core/types'
import { assert } from '@japa/assert'
import type { Config } from '@japa/runner/types'
import { createServer } from 'node:http'
import { migrateApp, migrateCore } from '#app/database/migrate'
import { prepareDatabase } from '#app/database/requirements'
import { hooksFirst } from '#app/http/hooks_door'
import env from '#start/env'

export function japaPlugins(_: ApplicationService): NonNullable<Config['plugins']> {
  return [assert()]
}

/** Tables, the hub at work and the server listening; undone by the returned function. */
export async function prepareApp(app: ApplicationService): Promise<() => Promise<void>> {
  await prepareDatabase(env.get('DATABASE_URL').release(), async () => {
    await migrateApp(app)
    await migrateCore(await app.container.make('database'))
  })
  const hub = await app.container.make('hub')
  await hub.start()
  const { default: testUtils } = await import('@adonisjs/core/services/test_utils')
  const stopServer = await testUtils
    .httpServer()
    .start((handle) => createServer(hooksFirst(handle)))
  return async () => {
    await hub.stop({ graceMs: 1000 })
    await stopServer()
  }
}
