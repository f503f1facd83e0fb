/** Mail servers shared by the specs of one run, and a session that lives for one test. */
import { mailServers } from '../../simulator/index.ts'
import type { MailServers } from '../../simulator/index.ts'
import { EmailSession } from '../../src/session.ts'
import type { AccessTokens } from '../../src/connect/credentials.ts'
import { testContext } from './context.ts'
import type { TestContext, TestContextOptions } from './context.ts'
import { until } from './until.ts'

let started: ReturnType<typeof mailServers> | undefined
let said = false

/** undefined: this machine can't run them, and one line has said why. */
export async function sharedServers(): Promise<MailServers | undefined> {
  started ??= mailServers()
  const servers = await started
  if ('stop' in servers) return servers
  if (!said) process.stderr.write(`mail tests skipped: ${servers.unavailable}\n`)
  said = true
  return undefined
}

export async function stopSharedServers(): Promise<void> {
  const servers = await started
  started = undefined
  if (servers !== undefined && 'stop' in servers) await servers.stop()
}

export type Life = {
  readonly ctx: TestContext
  readonly session: EmailSession
  /** Of `run`. */
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

export function live(options: TestContextOptions & { readonly tokens?: AccessTokens }): Life {
  const ctx = testContext(options)
  const session = new EmailSession({ ctx, tokens: options.tokens, extraPorts: [] })
  const stop = new AbortController()
  const ended = session.run(stop.signal).then(
    () => undefined,
    (error: unknown) => error
  )
  return {
    ctx,
    session,
    ended,
    stop: async () => {
      stop.abort('stop')
      await ended
    },
  }
}

export async function online(life: Life): Promise<Life> {
  let failed: unknown
  void life.ended.then((error) => {
    failed = error
  })
  await until(
    () => life.ctx.states.includes('online') || failed !== undefined,
    'the session is online'
  )
  if (failed instanceof Error) throw failed
  return life
}
