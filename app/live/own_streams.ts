import { passwordPrint } from '#app/auth/password_print'
import { notFound, Problem } from '#app/http/problem'
import emitter from '@adonisjs/core/services/emitter'
import logger from '@adonisjs/core/services/logger'
import transmit from '@adonisjs/transmit/services/main'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import type { ServerResponse } from 'node:http'
import { findStandings } from './queries/find_standings.js'
import { Streams } from './streams.js'

/** A session may end anywhere: on another node, by its age, by a hand in the database. So long a stream may outlive it. */
const checkEveryMs = 5000
const longestName = 200

export const streams = new Streams()

/** On every route of the stream: it belongs to the session that opened it, and ends with it. */
export async function ownStream(ctx: HttpContext, next: NextFn) {
  const { request, response, session } = ctx
  const uid = nameIn(ctx, 'uid')
  if (request.method() !== 'GET') {
    nameIn(ctx, 'channel')
    if (!streams.belongs(uid, session.sessionId)) throw notFound()
    return next()
  }
  const { id: user, password } = ctx.auth.getUserOrFail()
  const raw = response.response
  const opened = streams.open({
    uid,
    session: session.sessionId,
    user,
    print: passwordPrint(password),
    end: () => endStream(uid, raw),
  })
  if (opened === 'taken') throw new Problem(409, 'E_STREAM_TAKEN')
  if (opened === 'too_many') throw new Problem(429, 'E_TOO_MANY_STREAMS')
  raw.once('close', () => streams.closed(uid))
  watch()
  return next()
}

function nameIn({ request }: HttpContext, field: 'uid' | 'channel'): string {
  const name: unknown = request.input(field)
  if (typeof name === 'string' && name !== '' && name.length <= longestName) return name
  throw new Problem(400, 'E_BAD_REQUEST')
}

/** An end, not a cut, so that a proxy doesn't call it an error. Unhooked first: a word written after the end would be one. */
function endStream(uid: string, response: ServerResponse): void {
  for (const [stream] of transmit.getManager().getAllSubscribers())
    if (stream.getUid() === uid) stream.unpipe(response)
  response.end()
}

let timer: NodeJS.Timeout | undefined

/** Asks as long as somebody listens. */
function watch(): void {
  timer ??= setInterval(() => {
    if (streams.size === 0) {
      clearInterval(timer)
      timer = undefined
      return
    }
    void streams
      .check(findStandings)
      .catch((error: unknown) => logger.warn({ err: error }, 'open streams were not checked'))
  }, checkEveryMs).unref()
}

// What ends here needn't wait for the next look.
emitter.on('session_auth:logged_out', ({ sessionId }) => streams.endSession(sessionId))
emitter.on('session:migrated', ({ fromSessionId }) => streams.endSession(fromSessionId))
