import { Database } from '#app/database/database'
import { preparedPool } from '#app/database/prepared_pool'
import { assertMigrated } from '#app/database/migrate'
import type { AppHub } from '#app/hub/build_hub'
import { watchForDrain } from '#app/hub/drain'
import { setReady } from '#app/http/readiness'
import env from '#start/env'
import type { ApplicationService } from '@adonisjs/core/types'
import type { Sql, Store } from '@svyaz/core'
import type { Server } from 'node:http'

declare module '@adonisjs/core/types' {
  export interface ContainerBindings {
    hub: AppHub
  }
}

/** Builds the hub when somebody asks for it, and lets it work only in a server. */
export default class HubProvider {
  #database?: Database
  #store?: Store<Sql>

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton('hub', async (resolver) => {
      const { buildHub } = await import('#app/hub/build_hub')
      const { postgresStore } = await import('@svyaz/core')
      const { installedPlugins } = await import('#app/plugins/installed')
      const logger = await resolver.make('logger')
      const { found, broken } = await installedPlugins()
      for (const { id, reason } of broken)
        logger.error({ plugin: id, reason: reason.en }, 'a plugin is broken and left out')
      const database = new Database({
        url: env.get('DATABASE_URL').release(),
        max: 12,
        name: 'svyaz hub',
        keyed: true,
      })
      this.#database = database
      this.#store = postgresStore({
        pool: preparedPool(database),
        listenClient: () => database.listener(),
      })
      return buildHub({ plugins: found, store: this.#store, logger })
    })
  }

  /** Made, not started: nothing connects before `ready`. Commands do without. */
  async start() {
    if (this.app.getEnvironment() === 'console') return
    const { provideHub } = await import('#app/hub/service')
    provideHub(await this.app.container.make('hub'))
  }

  /** Also runs for ace commands and in the test runner, where nobody's mailbox may be opened. */
  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    await assertMigrated(await this.app.container.make('database'))
    const logger = await this.app.container.make('logger')
    const { startChores } = await import('#app/hub/chores')
    const stopChores = await startChores()
    const hub = await this.app.container.make('hub')
    await hub.start()
    const { startOwnTimers } = await import('#app/timers/start')
    const stopTimers = startOwnTimers()
    const { finishDisconnects } = await import('#app/lines/disconnect_account')
    void finishDisconnects().catch((error: unknown) =>
      logger.warn({ err: error }, 'disconnected accounts were not looked through')
    )
    const { alignTimeZones } = await import('#app/lines/company_pacing')
    void alignTimeZones().catch((error: unknown) =>
      logger.warn({ err: error }, 'accounts were not told the time zones of their companies')
    )
    const node = (await this.app.container.make('server')).getNodeServer()
    const drain = node && watchForDrain(node as Server)
    // Registered last, so it runs first: before the server's own hook, which waits for open streams.
    this.app.terminating(async () => {
      setReady(false)
      stopChores()
      await stopTimers()
      const stopWork = () => hub.stop({ graceMs: 8000 })
      await (drain ? drain.run(stopWork, 3000) : stopWork())
    })
    setReady(true)
    this.#followParent()
  }

  /** Started by bin/start.ts: tells it that we are ready, and ends when it is gone. */
  #followParent() {
    if (!process.send) return
    process.once('disconnect', () => void this.app.terminate())
    // Gone while we were starting: nobody says so again.
    if (!process.connected) {
      void this.app.terminate()
      return
    }
    process.send('ready')
    // The listener alone would keep a process alive that has done everything.
    process.channel?.unref()
  }

  async shutdown() {
    await this.#store?.close()
    await this.#database?.close()
  }
}
