/** A messenger that remembers every request. `fork(sink, [settings])`; says `{ port }` when it listens. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { flawOf } from '../flaws.ts'
import { dropsRepeats, type Recorded, type Sent } from '../message.ts'
import { lotOf } from '../random.ts'
import { settingsOf, type SinkSettings } from '../settings.ts'
import { endWithParent } from './end_with_parent.ts'

const { seed, hasFlaws } = settingsOf<SinkSettings>()
const records: Recorded[] = []
const taken = new Set<string>()
const stumbled = new Set<string>()
const lookups = { found: 0, missing: 0 }

/** So long a request is under way when something happens to its sender. */
const leastMs = 5
const mostMs = 40

function flawOnce(sent: Sent): ReturnType<typeof flawOf> {
  if (!hasFlaws || stumbled.has(sent.callId)) return undefined
  stumbled.add(sent.callId)
  return flawOf(seed, sent)
}

function take(sent: Sent, response: ServerResponse): void {
  const flaw = flawOnce(sent)
  const isRefused = flaw?.what === 'busy' || flaw?.what === 'too_fast'
  const isRepeat = dropsRepeats(sent.mode) && taken.has(sent.callId)
  const answer = isRefused ? 'refused' : isRepeat ? 'repeat' : 'taken'
  records.push({ ...sent, arrivedAt: Date.now(), answer })
  if (!isRefused) taken.add(sent.callId)
  const delay = leastMs + (lotOf(seed, sent.callId) % (mostMs - leastMs))
  setTimeout(() => {
    if (flaw?.what === 'hang_up') response.destroy()
    else response.writeHead(isRefused ? (flaw.what === 'busy' ? 503 : 429) : 200).end()
  }, delay)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) text += chunk as string
  return text
}

function show(path: string, response: ServerResponse): void {
  const [, what, which = ''] = path.split('/')
  if (what === 'calls') {
    const has = taken.has(which)
    lookups[has ? 'found' : 'missing']++
    response.writeHead(has ? 200 : 404).end()
  } else if (what === 'records') response.end(JSON.stringify(records.slice(Number(which))))
  else if (what === 'lookups') response.end(JSON.stringify(lookups))
  else response.writeHead(404).end()
}

const server = createServer((request, response) => {
  if (request.method !== 'POST') return show(request.url ?? '', response)
  bodyOf(request).then(
    (text) => take(JSON.parse(text) as Sent, response),
    // Its sender died in the middle of it: the messenger has nothing whole to act on.
    () => {}
  )
})
server.keepAliveTimeout = 60_000
endWithParent()
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port })
})
