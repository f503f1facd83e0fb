import type { RemoteMedia } from '../content.ts'
import type { Millis } from '../json.ts'
import type { Ran } from '../outbox/executor.ts'
import type { SendResult } from '../outgoing.ts'
import { mapFound, outcomeOf, parse, type Core, type Running } from './executor.ts'
import type { Parts } from './parts.ts'
import { accountOf } from './records.ts'
import {
  downloadSchema,
  downloadStep,
  readSchema,
  readStep,
  sendOpSchema,
  sendStep,
} from './send_op.ts'

/** Of one file that came. */
const maxDownloadBytes = 100 * 1024 * 1024

export function sendPlan({ session, row }: Running, idempotent: boolean | Millis): Core {
  const op = parse(sendOpSchema, JSON.parse(row.input), sendStep)
  return {
    idempotent,
    run: async (call) => ran(await session().send(op, call)),
    reconcile: async (call) => {
      const found = await session().reconcile?.(op, call)
      return found === undefined ? 'unknown' : mapFound(found, ran)
    },
  }
}

function ran(sent: SendResult): Ran {
  const { ids } = sent as { ids?: readonly unknown[] }
  if (!Array.isArray(ids) || ids.length === 0) throw new TypeError('send must give at least one id')
  return { ...outcomeOf(sent), sent }
}

export function downloadPlan<Tx>({ session, row, owner }: Running, parts: Parts<Tx>): Core {
  const { sealed, id } = parse(downloadSchema, JSON.parse(row.input), downloadStep)
  return {
    idempotent: true,
    run: async (call) => {
      const remote = openRemote(parts, accountOf(owner), sealed, id)
      const stream = await session().download?.(remote, call)
      if (!stream) throw new TypeError('the session has no download')
      const media = await parts.media(owner.company).put(stream, {
        mime: remote.mime,
        ...(remote.name === undefined ? {} : { name: remote.name }),
        maxBytes: maxDownloadBytes,
      })
      return { result: { media } }
    },
  }
}

function openRemote<Tx>(parts: Parts<Tx>, owner: string, sealed: string, id: string): RemoteMedia {
  return parts.cipher.openJson(Buffer.from(sealed, 'base64'), {
    owner,
    key: `remote ${id}`,
  }) as RemoteMedia
}

export function sealRemote<Tx>(
  parts: Parts<Tx>,
  owner: string,
  remote: RemoteMedia,
  id: string
): string {
  return Buffer.from(parts.cipher.sealJson(remote, { owner, key: `remote ${id}` })).toString(
    'base64'
  )
}

export function readPlan({ session, row }: Running): Core {
  const { chat, messages } = parse(readSchema, JSON.parse(row.input), readStep)
  return {
    idempotent: true,
    run: async (call) => {
      await session().markRead?.(chat, messages, call)
      return {}
    },
  }
}
