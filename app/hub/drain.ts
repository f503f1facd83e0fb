import { systemClock } from '@svyaz/core'
import type { Server, ServerResponse } from 'node:http'

export type Drain = {
  /** How long answers under way may still take after the work has stopped. */
  run(stopWork: () => Promise<void>, graceMs: number): Promise<void>
}

/**
 * Before the HTTP server's own closing, which waits for every open response and so for every browser's stream. Streams end
 * at once, work stops, answers under way get a few seconds, then connections are cut.
 */
export function watchForDrain(server: Server): Drain {
  const open = new Set<ServerResponse>()
  server.on('request', (_, response: ServerResponse) => {
    open.add(response)
    response.once('close', () => open.delete(response))
  })
  return {
    async run(stopWork, graceMs) {
      for (const response of open) if (isStream(response)) response.end()
      server.closeIdleConnections()
      await stopWork()
      const deadline = systemClock.monotonic() + graceMs
      while (open.size > 0 && systemClock.monotonic() < deadline) await systemClock.sleep(20)
      server.closeAllConnections()
    },
  }
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream')
}
