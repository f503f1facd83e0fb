import type { Logger } from '../logger.ts'

/** Every line says whose it is. */
export function scopedLog(log: Logger, scope: object): Logger {
  return {
    debug: (fields, message) => log.debug({ ...scope, ...fields }, message),
    info: (fields, message) => log.info({ ...scope, ...fields }, message),
    warn: (fields, message) => log.warn({ ...scope, ...fields }, message),
    error: (fields, message) => log.error({ ...scope, ...fields }, message),
  }
}
