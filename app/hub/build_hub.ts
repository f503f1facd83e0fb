import { wiring } from '#app/hub/wiring'
import { mediaStore } from '#app/media/media_store'
import type { FoundPlugin } from '#app/plugins/discover'
import env from '#start/env'
import type { Logger as AppLogger } from '@adonisjs/core/logger'
import { createHub, type Hub, type Logger, type Sql, type Store } from '@svyaz/core'

export type AppHub = Hub<Sql>

/** Core, embedded: our intake, our desk, our files, our log. Nothing runs before `start`. */
export function buildHub(parts: {
  readonly plugins: readonly FoundPlugin[]
  readonly store: Store<Sql>
  readonly logger: AppLogger
}): AppHub {
  return createHub<Sql>({
    plugins: parts.plugins.map(({ plugin }) => plugin),
    store: parts.store,
    secretKeys: secretKeys(),
    media: mediaStore,
    log: coreLogger(parts.logger),
    publicUrl: new URL(env.get('APP_URL')),
    allowHosts: list(env.get('SVYAZ_ALLOW_HOSTS')),
    ...wiring(),
  })
}

function secretKeys(): [string, ...string[]] {
  return [env.get('APP_KEY').release(), ...list(env.get('SVYAZ_KEYS')?.release())]
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function coreLogger(logger: AppLogger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  }
}
