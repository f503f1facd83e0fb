/** Mail servers shared by the specs of one run, and a session that lives for one test. */
import { mailServers } from '../../simulator/index.ts'
import type { MailServers } from '../../simulator/index.ts'
import { EmailSession } from '../../src/session.ts'
import type { AccessTokens } from '../../src/connect/credentials.ts'
import { testContext } from './context.ts'
import type { TestContext, TestContextOptions } from './context.ts'
import { until } from '../../simulator/until.ts'

let started: ReturnType<typeof begin> | undefined

/** undefined: this machine can't run them, and one line has said why. They end with the process. */
export function sharedServers(): Promise<MailServers | undefined> {
  started ??= begin()
  return started
}

async function begin(): Promise<MailServers | undefined> {
  const servers = await mailServers()
  if ('unavailable' in servers) {
    process.stderr.write(`mail tests skipped: ${servers.unavailable}\n`)
    return undefined
  }
  process.once('exit', () => servers.stopNow())
  return servers
}

export type Life = {
  readonly ctx: TestContext
  readonly session: EmailSession
  /** Of `run`. */
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

const lives = new Set<Life>()

/** After each test: what a failed test left running would keep the process alive. */
export async function stopLives(): Promise<void> {
  await Promise.all([...lives].map((life) => life.stop()))
}

export function live(options: TestContextOptions & { readonly tokens?: AccessTokens }): Life {
  const ctx = testContext(options)
  const session = new EmailSession({ ctx, tokens: options.tokens, extraPorts: [] })
  const stop = new AbortController()
  const ended = session.run(stop.signal).then(
    () => undefined,
    (error: unknown) => error
  )
  const life: Life = {
    ctx,
    session,
    ended,
    stop: async () => {
      lives.delete(life)
      stop.abort('stop')
      await ended
    },
  }
  lives.add(life)
  return life
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
