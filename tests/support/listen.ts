import { newId } from '#app/inbox/new_id'
import type { LiveHint } from '#app/inbox/views'
import { Browser } from './browser.ts'

type Heard = { readonly channel: string; readonly payload: LiveHint }

/** A browser's stream of hints. */
export async function listen(browser: Browser, channels: readonly string[]) {
  const uid = newId()
  const abort = new AbortController()
  const heard: Heard[] = []
  const response = await fetch(new URL(`/__transmit/events?uid=${uid}`, Browser.url), {
    headers: { cookie: browser.cookies, accept: 'text/event-stream' },
    signal: abort.signal,
  })
  let ended = false
  const read = async () => {
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk)
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const json = /^data: (.*)$/m.exec(event)?.[1]
        if (json !== undefined) heard.push(JSON.parse(json) as Heard)
      }
    }
  }
  void read()
    .catch(() => {})
    .finally(() => (ended = true))
  const answers = new Map<string, number>()
  for (const channel of channels) {
    const answer = await browser.json('POST', '/__transmit/subscribe', { uid, channel })
    answers.set(channel, answer.status)
  }
  return {
    uid,
    status: response.status,
    heard,
    answers,
    hasEnded: () => ended,
    close: () => abort.abort(),
  }
}
