/** What `pg` and `pg-pool` say without a code. */
const lost =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

/** Connection refused or lost, too many connections, shutting down: nobody's request is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  if (typeof code !== 'string') return typeof message === 'string' && lost.test(message)
  return /^(08|53|57P)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code)
}

/** 22021, 22P05: a text with a NUL or half of a character, which PostgreSQL stores nowhere. Whoever sent it is wrong. */
export function isUnstorable(error: unknown): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return code === '22021' || code === '22P05'
}
