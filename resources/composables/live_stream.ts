/** One stream of hints from the server, opened again and again until it is closed. */
import { Transmit } from '@adonisjs/transmit-client'
import type { LiveHint } from '@app/inbox/views'

export type StreamEvents = {
  readonly onHint: (hint: LiveHint) => void
  /** Subscribed: everything from now on is heard, so what was missed can be asked for. */
  readonly onLive: () => void
  readonly onLost: () => void
}

const firstWaitMs = 500
const longestWaitMs = 15_000
const subscribeWithinMs = 10_000

export function openLiveStream(company: string, events: StreamEvents): () => void {
  let closed = false
  let attempts = 0
  let close: () => void = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined

  function again(): void {
    close()
    if (closed) return
    events.onLost()
    const waitMs =
      Math.min(longestWaitMs, firstWaitMs * 2 ** attempts) * (0.7 + Math.random() * 0.6)
    attempts++
    clearTimeout(timer)
    timer = setTimeout(open, waitMs)
  }

  function open(): void {
    clearTimeout(timer)
    close = connect(company, {
      onHint: events.onHint,
      onLost: again,
      onLive: () => {
        attempts = 0
        events.onLive()
      },
    })
  }

  /** The network is back, or the person looks again: no reason to wait longer. */
  const hurry = (): void => {
    if (attempts > 0) open()
  }

  /** The device says so at once; a socket may take minutes to notice. */
  const drop = (): void => {
    if (!navigator.onLine) again()
  }

  window.addEventListener('online', hurry)
  window.addEventListener('offline', drop)
  open()
  return () => {
    closed = true
    clearTimeout(timer)
    window.removeEventListener('online', hurry)
    window.removeEventListener('offline', drop)
    close()
  }
}

/** One try. Transmit's own reconnection is not used: it ends for good when the server answers with an error. */
function connect(company: string, events: StreamEvents): () => void {
  let over = false
  const end = (): boolean => {
    if (over) return false
    over = true
    clearTimeout(deadline)
    transmit.close()
    return true
  }
  const fail = (): void => {
    if (end()) events.onLost()
  }
  const transmit = new Transmit({
    baseUrl: window.location.origin,
    maxReconnectAttempts: 0,
    onReconnectAttempt: fail,
    onSubscribeFailed: fail,
  })
  const deadline = setTimeout(fail, subscribeWithinMs)
  const subscription = transmit.subscription(`companies/${company}`)
  subscription.onMessage<LiveHint>((hint) => {
    if (!over) events.onHint(hint)
  })
  transmit.on('connected', () => {
    void subscription.create().then(() => {
      if (over) return
      if (!subscription.isCreated) return fail()
      clearTimeout(deadline)
      events.onLive()
    })
  })
  return () => void end()
}
