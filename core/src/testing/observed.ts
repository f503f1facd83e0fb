import type { ChannelPlugin, ChannelSession } from '../channel.ts'
import type { ChannelContext } from '../context.ts'
import type { Plugin } from '../plugin.ts'

/** What the suite sees of a plugin from outside: how its runs end, and what it writes after it lost its lease. */
export type Observed = {
  readonly plugin: Plugin
  readonly runs: { readonly settled: boolean }[]
  readonly session: () => ChannelSession | undefined
  /** Of the newest run. */
  loseLease(): void
  /** Commits and events after `loseLease`. */
  readonly writesAfterLoss: string[]
  /** Operations that reached `send`, `edit`, `remove` or `react`. */
  readonly sends: unknown[]
}

type Settings = Record<string, unknown>

export function observe(plugin: Plugin): Observed {
  const runs: { settled: boolean }[] = []
  const writesAfterLoss: string[] = []
  const sends: unknown[] = []
  let session: ChannelSession | undefined
  let loss = new AbortController()
  const open = (channel: ChannelPlugin<Settings>, ctx: ChannelContext<Settings>) => {
    const lost = new AbortController()
    loss = lost
    const inner = channel.open(watched(ctx, lost.signal, writesAfterLoss))
    session = inner
    return watchedSession(inner, lost.signal, { runs, sends })
  }
  return {
    plugin: {
      ...plugin,
      channel: (instance) => {
        const channel = plugin.channel?.(instance)
        if (!channel) throw new Error('the plugin has no channel')
        return { ...channel, open: (ctx) => open(channel, ctx) }
      },
    },
    runs,
    writesAfterLoss,
    sends,
    session: () => session,
    loseLease: () => loss.abort('lease_lost'),
  }
}

function watched(
  ctx: ChannelContext<Settings>,
  lost: AbortSignal,
  writes: string[]
): ChannelContext<Settings> {
  const note = (what: string) => {
    if (lost.aborted) writes.push(what)
  }
  return {
    ...ctx,
    get account() {
      return ctx.account
    },
    state: {
      ...ctx.state,
      commit(change) {
        note('commit')
        return ctx.state.commit(change)
      },
    },
    receive(events, also) {
      note('receive')
      return ctx.receive(events, also)
    },
  }
}

function watchedSession(
  session: ChannelSession,
  lost: AbortSignal,
  seen: { readonly runs: { settled: boolean }[]; readonly sends: unknown[] }
): ChannelSession {
  const run = session.run?.bind(session)
  const watchedRun = async (signal: AbortSignal) => {
    const one = { settled: false }
    seen.runs.push(one)
    try {
      await run?.(AbortSignal.any([signal, lost]))
    } finally {
      one.settled = true
    }
  }
  return new Proxy(session, {
    get(target, name) {
      if (name === 'run') return run ? watchedRun : undefined
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      const bound = value.bind(target) as (...given: unknown[]) => unknown
      return isOperation(name) ? noting(bound, seen.sends) : bound
    },
  })
}

function isOperation(name: string | symbol): boolean {
  return name === 'send' || name === 'edit' || name === 'remove' || name === 'react'
}

function noting(run: (...given: unknown[]) => unknown, sends: unknown[]) {
  return (...given: unknown[]): unknown => {
    sends.push(given[0])
    return run(...given)
  }
}
