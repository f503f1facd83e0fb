import type { ChannelPlugin, ChannelSession } from '../../channel.ts'
import type { ChannelContext } from '../../context.ts'
import type { Plugin } from '../../plugin.ts'
import { echoPlugin } from '../echo_channel.ts'
import type { EchoPlatform } from '../echo_platform.ts'

type Settings = Record<string, unknown>

/** A plugin that keeps all rules but one. */
export type Broken = {
  readonly rule: string
  readonly how: string
  plugin(platform: EchoPlatform): Plugin
}

export type Breaking = {
  plugin?(plugin: Plugin): Plugin
  channel?(channel: ChannelPlugin<Settings>): ChannelPlugin<Settings>
  ctx?(ctx: ChannelContext<Settings>): ChannelContext<Settings>
  session?(session: ChannelSession, ctx: ChannelContext<Settings>): ChannelSession
}

/** The reference channel with one part replaced. */
export function breakEcho(platform: EchoPlatform, breaking: Breaking): Plugin {
  const good: Plugin = echoPlugin(platform)
  const plugin = breaking.plugin?.(good) ?? good
  return {
    ...plugin,
    channel(instance) {
      const whole = plugin.channel?.(instance)
      if (!whole) throw new Error('no channel')
      const channel = breaking.channel?.(whole) ?? whole
      return {
        ...channel,
        open(given) {
          const ctx = breaking.ctx?.(given) ?? given
          const session = channel.open(ctx)
          return breaking.session?.(session, ctx) ?? session
        },
      }
    },
  }
}

/** `ctx` with some of it replaced; its account changes under it. */
export function changed(
  ctx: ChannelContext<Settings>,
  change: Partial<ChannelContext<Settings>>
): ChannelContext<Settings> {
  return {
    ...ctx,
    get account() {
      return ctx.account
    },
    ...change,
  }
}
