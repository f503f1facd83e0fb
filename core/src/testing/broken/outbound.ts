import type { ChannelSession } from '../../channel.ts'
import { Failure, type FailureKind } from '../../failure.ts'
import type { Call, SendOp } from '../../outgoing.ts'
import { newCallId } from '../../outbox/call_id.ts'
import type { Plugin } from '../../plugin.ts'
import { EchoError } from '../echo_platform.ts'
import { breakEcho, type Broken } from './break_echo.ts'

export const brokenOutbound: readonly Broken[] = [
  {
    rule: 'a text is shown to the client once',
    how: 'sends everything twice',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({
          ...session,
          async send(op, call) {
            await session.send(op, withCallId(call))
            return session.send(op, call)
          },
        }),
      }),
  },
  {
    rule: 'each declared kind of file is shown once, byte for byte',
    how: 'sends the name without the file',
    plugin: (platform) =>
      breakEcho(platform, { session: (session) => sendingAs(session, () => 0) }),
  },
  {
    rule: 'an album is shown whole',
    how: 'leaves the last file out',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => sendingAs(session, (files) => Math.max(1, files - 1)),
      }),
  },
  {
    rule: 'messages of one chat are shown in order',
    how: 'says done before it has sent',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => {
          let count = 0
          return {
            ...session,
            async send(op, call) {
              count += 1
              if (count > 1) return session.send(op, call)
              const late = async () => session.send(op, withCallId(call))
              setTimeout(() => void late().catch(() => {}), 150)
              return { ids: ['early' as never] }
            },
          }
        },
      }),
  },
  {
    rule: 'a lost answer never makes two messages, nor none',
    how: 'never calls begin, and takes a new id at each attempt',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({
          ...session,
          send: (op, call) => session.send(op, { ...withCallId(call), begin: async () => {} }),
        }),
      }),
  },
  {
    rule: 'a lost answer never makes two messages, nor none',
    how: 'says it was not done without looking',
    plugin: (platform) =>
      breakEcho(platform, {
        session: (session) => ({
          ...session,
          send: (op, call) => session.send(op, withCallId(call)),
          reconcile: async () => 'not_done',
        }),
      }),
  },
  {
    rule: 'a refusal by a busy server is tried again and shown once',
    how: 'gives up at the first refusal',
    plugin: (platform) =>
      breakEcho(platform, { plugin: (plugin) => judging(plugin, '500', 'rejected') }),
  },
  {
    rule: 'a rest that the platform asks for is named, and honoured',
    how: 'calls it a passing error',
    plugin: (platform) =>
      breakEcho(platform, { plugin: (plugin) => judging(plugin, '429', 'transient') }),
  },
]

function withCallId(call: Call): Call {
  return {
    callId: newCallId(),
    attempt: call.attempt,
    signal: call.signal,
    begunAt: call.begunAt,
    kept: call.kept,
    keep: (value) => call.keep(value),
    begin: () => call.begin(),
  }
}

function sendingAs(session: ChannelSession, keep: (files: number) => number): ChannelSession {
  const cut = (op: SendOp): SendOp => {
    if (op.content.kind !== 'files') return op
    const files = op.content.files.slice(0, keep(op.content.files.length))
    return { ...op, content: { ...op.content, files } }
  }
  return { ...session, send: (op, call) => session.send(cut(op), call) }
}

export function judging(plugin: Plugin, status: string, kind: FailureKind): Plugin {
  return {
    ...plugin,
    failure(error) {
      if (!(error instanceof EchoError) || error.status !== status) return plugin.failure?.(error)
      return new Failure(kind, {
        code: 'E_ECHO',
        reason: { ru: 'Ошибка эха.', en: 'An error of echo.' },
      })
    },
  }
}
