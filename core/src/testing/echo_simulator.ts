import { systemClock } from '../clock.ts'
import { createEchoPlatform, type EchoPlatform, type EchoPost } from './echo_platform.ts'
import type { ChannelSimulator, SimulatorFault } from './simulator.ts'

export type EchoSimulator = ChannelSimulator & { readonly platform: EchoPlatform }

export const echoFaults: readonly SimulatorFault[] = [
  'drop_connection',
  'lose_next_answer',
  'rate_limit',
  'revoke_login',
  'deliver_twice',
  'server_error',
]

const token = 'planted-token-7f3a'

/** The reference simulator: how the suite moves the messenger in memory. */
export async function echoSimulator(): Promise<EchoSimulator> {
  const platform = createEchoPlatform(systemClock)
  return {
    platform,
    flow: 'token',
    secrets: [token],
    async login(screens) {
      await screens.next({})
      const last = await screens.next({ values: { login: 'anna', token } })
      if (last.done !== true) throw new Error('the login went on')
      return last.value
    },
    async fault(what) {
      if (what === 'deliver_twice') platform.deliverAgain()
      else platform.fault(what)
    },
    async clientSends({ text, files }) {
      platform.clientPosts({ chat: 'anna', text, files })
    },
    acts: {
      reactionsTo: async (text) => {
        const emoji = platform.reactionTo(idOf(platform.written, text))
        return emoji === null ? [] : [emoji]
      },
      clientReacts: async (text, emojis) =>
        platform.clientReacts(idOf(platform.seen, text), emojis),
      clientEdits: async (text, to) => platform.clientEdits(idOf(platform.written, text), to),
      clientRemoves: async (text) => platform.clientRemoves(idOf(platform.written, text)),
    },
    clientSaw: async () =>
      platform.seen.map(({ text, files }) => ({ text, files: files.map((file) => ({ ...file })) })),
    async [Symbol.asyncDispose]() {},
  }
}

function idOf(posts: readonly EchoPost[], text: string): string {
  const found = posts.find((post) => post.text === text)
  if (!found) throw new Error('nobody wrote this')
  return found.id
}
