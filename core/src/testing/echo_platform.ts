import { randomUUID } from 'node:crypto'
import { Failure } from '../failure.ts'
import type { Clock } from '../clock.ts'
import type { ContactCard } from '../inbound.ts'
import { personKey } from '../ids.ts'

export type EchoFile = { readonly name: string; readonly mime: string; readonly bytes: Uint8Array }
export type EchoPost = {
  readonly id: string
  readonly chat: string
  readonly text: string
  readonly files: readonly EchoFile[]
}
/** `change`: what the client did to a post that was there before. */
export type EchoSent = {
  readonly no: number
  readonly post: EchoPost
  readonly change?: 'edited' | 'removed' | { readonly reacted: readonly string[] }
}

export type EchoFault =
  | 'drop_connection'
  | 'lose_next_answer'
  | 'rate_limit'
  | 'revoke_login'
  | 'server_error'
  | 'go_deaf'

/** How long `rate_limit` asks everybody to rest. */
export const echoPauseMs = 600

/**
 * A messenger in memory: numbered client posts that wait to be acknowledged, and a server that drops repeats of a call id.
 * Its calls fail as wires do.
 */
export interface EchoPlatform {
  readonly client: ContactCard
  clientPosts(post: Omit<EchoPost, 'id'>): string
  /** All the client has posted. */
  readonly written: readonly EchoPost[]
  /** Of ours, as they stand now. */
  readonly seen: readonly EchoPost[]
  /** The client's own post, by its id. */
  clientEdits(id: string, text: string): void
  clientRemoves(id: string): void
  /** The client's whole reaction to a post of ours. */
  clientReacts(id: string, emojis: readonly string[]): void
  /** Our reaction to a post of the client. */
  reactionTo(id: string): string | null
  fault(what: EchoFault): void
  deliverAgain(): void
  /** After `revoke_login`. */
  restoreLogin(): void
  /** The wire, as a session uses it. */
  connect(token: string): EchoWire
}

export interface EchoWire {
  /** Posts after `no`; waits for the next one. Rejects when the wire breaks. */
  posts(after: number, signal: AbortSignal): Promise<readonly EchoSent[]>
  send(callId: string, post: Omit<EchoPost, 'id'>): Promise<string>
  find(callId: string): Promise<string | undefined>
  /** These three change what stands there; a repeat changes nothing. */
  edit(id: string, text: string): Promise<void>
  remove(id: string): Promise<void>
  react(id: string, emoji: string | null): Promise<void>
  file(post: string, at: number): Promise<ReadableStream<Uint8Array>>
  /** Its address book, by pages. */
  book(page: number): Promise<readonly ContactCard[]>
  ping(): Promise<void>
}

export const echoClient: ContactCard = { key: personKey('client'), name: 'Anna Petrova' }

const bookPages = [0, 1, 2].map((page) =>
  Array.from({ length: 50 }, (_, at): ContactCard => {
    const no = page * 50 + at
    return {
      key: personKey(`known-${no}`),
      name: `Known ${no}`,
      phone: `+7912000${String(no).padStart(4, '0')}`,
    }
  })
)

export function createEchoPlatform(clock: Clock): EchoPlatform {
  const posted: EchoSent[] = []
  const seen: EchoPost[] = []
  const byCall = new Map<string, string>()
  const reactions = new Map<string, string | null>()
  const faults = new Set<EchoFault>()
  const waiting = new Set<() => void>()
  let repeatFrom: number | undefined
  let epoch = 0
  const wake = () => {
    for (const one of [...waiting]) one()
  }
  const once = (fault: EchoFault) => faults.delete(fault)
  const assertLogin = () => {
    if (faults.has('revoke_login')) throw echoError('401')
  }
  const change = (post: EchoPost | undefined, what: EchoSent['change']) => {
    if (!post || what === undefined) throw new Error('there is no such post')
    posted.push({ no: posted.length + 1, post, change: what })
    wake()
  }
  const clientPost = (id: string) => posted.find(({ post }) => post.id === id)?.post
  const wire = (born: number): EchoWire => {
    const assertUp = () => {
      assertLogin()
      if (born !== epoch) throw echoError('closed')
    }
    return {
      async posts(after, signal) {
        for (;;) {
          assertUp()
          const from = repeatFrom ?? after
          const fresh = faults.has('go_deaf') ? [] : posted.filter(({ no }) => no > from)
          if (fresh.length > 0) {
            repeatFrom = undefined
            return fresh
          }
          await nextWake(waiting, signal)
        }
      },
      async send(callId, post) {
        assertUp()
        if (once('server_error')) throw echoError('500')
        if (once('rate_limit')) throw echoError('429')
        const known = byCall.get(callId)
        const id = known ?? randomUUID()
        if (known === undefined) seen.push({ id, ...post })
        byCall.set(callId, id)
        if (once('lose_next_answer')) throw echoError('closed')
        return id
      },
      async find(callId) {
        assertUp()
        return byCall.get(callId)
      },
      async edit(id, text) {
        assertUp()
        const post = seen.find((one) => one.id === id)
        if (!post) throw echoError('404')
        seen[seen.indexOf(post)] = { ...post, text }
      },
      async remove(id) {
        assertUp()
        const at = seen.findIndex((post) => post.id === id)
        if (at >= 0) seen.splice(at, 1)
      },
      async react(id, emoji) {
        assertUp()
        if (!clientPost(id)) throw echoError('404')
        reactions.set(id, emoji)
      },
      async file(post, at) {
        assertUp()
        const file = posted.find((sent) => sent.post.id === post)?.post.files[at]
        if (!file) throw echoError('404')
        return new Blob([Buffer.from(file.bytes)]).stream()
      },
      async book(page) {
        assertUp()
        return bookPages[page] ?? []
      },
      async ping() {
        assertUp()
        if (faults.has('go_deaf')) await clock.sleep(24 * 60 * 60_000)
      },
    }
  }
  return {
    client: echoClient,
    get written() {
      return posted.flatMap(({ post, change: what }) => (what === undefined ? [post] : []))
    },
    seen,
    clientPosts(post) {
      const id = randomUUID()
      posted.push({ no: posted.length + 1, post: { id, ...post } })
      wake()
      return id
    },
    clientEdits: (id, text) => {
      const post = clientPost(id)
      change(post && { ...post, text }, 'edited')
    },
    clientRemoves: (id) => change(clientPost(id), 'removed'),
    clientReacts: (id, emojis) =>
      change(
        seen.find((post) => post.id === id),
        { reacted: emojis }
      ),
    reactionTo: (id) => reactions.get(id) ?? null,
    fault(what) {
      if (what === 'drop_connection') epoch += 1
      else faults.add(what)
      wake()
    },
    restoreLogin: () => void faults.delete('revoke_login'),
    deliverAgain() {
      repeatFrom = 0
      wake()
    },
    connect(token) {
      if (token === 'wrong') throw echoError('401')
      assertLogin()
      faults.delete('go_deaf')
      return wire(epoch)
    },
  }
}

/** What the platform's SDK would throw. */
export class EchoError extends Error {
  readonly status: string
  constructor(status: string) {
    super(`echo platform: ${status}`)
    this.status = status
  }
}
const echoError = (status: string) => new EchoError(status)

function nextWake(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      waiting.delete(wake)
      signal.removeEventListener('abort', onAbort)
    }
    const wake = () => {
      done()
      resolve()
    }
    const onAbort = () => {
      done()
      reject(new Error('aborted'))
    }
    if (signal.aborted) {
      reject(new Error('aborted'))
      return
    }
    waiting.add(wake)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

export function echoFailure(error: unknown): Failure | undefined {
  if (!(error instanceof EchoError)) return undefined
  const words = {
    ru: `Эхо ответило ${error.status}. Повторим сами.`,
    en: `Echo said ${error.status}. It is tried again.`,
  }
  if (error.status === '401')
    return new Failure('unauthorized', { code: 'E_ECHO_LOGIN', reason: words })
  if (error.status === '404') return new Failure('rejected', { code: 'E_ECHO_GONE', reason: words })
  if (error.status === '429') {
    const pause = { forMs: echoPauseMs, what: 'lane' } as const
    return new Failure('rate_limited', { code: 'E_ECHO_TOO_FAST', reason: words, pause })
  }
  if (error.status === '500')
    return new Failure('transient', { code: 'E_ECHO_BUSY', reason: words })
  return undefined
}
