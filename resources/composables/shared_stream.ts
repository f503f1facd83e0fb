/**
 * One stream per browser: the tab that holds the lock has it and passes hints on. A browser opens six connections per host at
 * most, and a stream takes one for good.
 */
import type { LiveHint } from '@app/inbox/views'
import { openLiveStream, type StreamEvents } from './live_stream.ts'

type Word =
  { readonly hint: LiveHint } | { readonly state: 'live' | 'lost' } | { readonly ask: true }

export function joinLiveStream(company: string, events: StreamEvents): () => void {
  if (!('locks' in navigator)) return openLiveStream(company, events)
  const name = `svyaz-live-${company}`
  const channel = new BroadcastChannel(name)
  const leaving = new AbortController()
  let state: 'live' | 'lost' = 'lost'

  const tell = (word: Word): void => {
    if (!leaving.signal.aborted) channel.postMessage(word)
  }
  const turn = (next: 'live' | 'lost'): void => {
    state = next
    tell({ state })
    if (next === 'live') events.onLive()
    else events.onLost()
  }
  let leads = false
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if ('hint' in data) events.onHint(data.hint)
    else if ('ask' in data) {
      if (leads) tell({ state })
    } else if (data.state === 'live') events.onLive()
    else events.onLost()
  }

  const lead = (): Promise<void> =>
    new Promise((resolve) => {
      leads = true
      const close = openLiveStream(company, {
        onHint: (hint) => {
          tell({ hint })
          events.onHint(hint)
        },
        onLive: () => turn('live'),
        onLost: () => turn('lost'),
      })
      leaving.signal.addEventListener('abort', () => {
        close()
        resolve()
      })
    })

  void navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {})
  tell({ ask: true })
  return () => {
    leaving.abort()
    channel.close()
  }
}
