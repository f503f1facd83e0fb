import type { Capabilities } from '../../capabilities.ts'
import type { ChannelSession } from '../../channel.ts'
import { breakEcho, type Broken } from './break_echo.ts'
import { judging } from './outbound.ts'

export const brokenLife: readonly Broken[] = [
  {
    rule: 'it closes at the stop, and in time',
    how: 'swallows the signal',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => running(session, (run) => run(new AbortController().signal)),
      }),
  },
  {
    rule: 'after its lease is lost it writes nothing',
    how: 'stores its cursor in `finally`',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session, ctx) =>
          running(session, async (run, signal) => {
            try {
              await run(signal)
            } finally {
              await ctx.state.commit({ put: new Map([['left', Buffer.from('1')]]) }).catch(() => {})
            }
          }),
      }),
  },
  {
    rule: 'a broken connection comes back by itself',
    how: 'hides that its connection broke',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) =>
          running(session, async (run, signal) => {
            await run(signal).catch(() => {})
            await new Promise((resolve) => signal.addEventListener('abort', resolve))
          }),
      }),
  },
  {
    rule: 'a revoked login asks for a new one and loses nothing',
    how: 'calls a lost login a passing error',
    plugin: (platform) =>
      breakEcho(platform, { plugin: (plugin) => judging(plugin, '401', 'transient') }),
  },
  {
    rule: 'abilities agree with capabilities',
    how: 'declares a silence and has no probe',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => {
          const mute = { ...session }
          delete mute.probe
          return mute
        },
      }),
  },
  {
    rule: 'abilities agree with capabilities',
    how: 'declares reactions and has no `react`',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => {
          const mute = { ...session }
          delete mute.react
          return mute
        },
      }),
  },
  {
    rule: 'abilities agree with capabilities',
    how: 'can edit and keeps it to itself',
    plugin: (platform) =>
      breakEcho(platform, {
        channel: (channel) => ({
          ...channel,
          capabilities: (account) => withoutEdit(channel.capabilities(account)),
        }),
      }),
  },
]

function withoutEdit(can: Capabilities): Capabilities {
  const others: { -readonly [key in keyof Capabilities]: Capabilities[key] } = { ...can }
  delete others.edit
  return others
}

type Run = (signal: AbortSignal) => Promise<void>

function running(
  session: ChannelSession,
  run: (inner: Run, signal: AbortSignal) => Promise<void>
): ChannelSession {
  const inner: Run = async (signal) => session.run?.(signal)
  return { ...session, run: (signal) => run(inner, signal) }
}
