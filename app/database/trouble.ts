/** Connection refused or lost, too many connections, shutting down: nobody's request is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | null)?.code
  if (typeof code !== 'string') return false
  return /^(08|53|57P)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code)
}
