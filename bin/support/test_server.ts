/** A PostgreSQL for specs: the one the test command started, or an own one in a temporary folder. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../services/postgres.ts'

/** Durable on commit as in life; otherwise quick. */
export const testSettings = { shared_buffers: '256MB', max_connections: '400' }

export async function withTestServer(): Promise<{ stop(): Promise<void> }> {
  if (process.env.SVYAZ_TEST_DATABASE_URL) return { stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'svyaz-test-'))
  await chmod(folder, 0o755)
  const server = await startPostgres({ folder: join(folder, 'postgres'), settings: testSettings })
  process.env.SVYAZ_TEST_DATABASE_URL = server.url
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  // A broken-off run leaves no server behind.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)))
  }
  return { stop }
}
