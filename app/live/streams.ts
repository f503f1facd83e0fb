/** A browser's stream of hints, and the session it was opened by. */
export type Stream = {
  readonly uid: string
  readonly session: string
  readonly user: string
  /** Of the password at sign-in: see `passwordPrint`. */
  readonly print: string
  end(): void
}

type Open = Stream & { readonly openedAt: number; readonly companies: Set<string> }

/** What the database says of a stream's session. */
export type Standing = {
  readonly uid: string
  readonly alive: boolean
  /** Where this person is a member now. */
  readonly companies: readonly string[]
}

export type StreamLimits = {
  readonly mostPerPerson: number
  /** One that is older makes room for a new one: it may be the forgotten half of a connection that was cut. */
  readonly yieldsAfterMs: number
  readonly now: () => number
}

/** Tabs of a browser share one stream, so these are devices, and what is left of cut connections. */
const limits: StreamLimits = { mostPerPerson: 20, yieldsAfterMs: 60_000, now: Date.now }

/**
 * The open streams of this process. Past the limit the oldest ends, so that a person is never locked out by dead
 * connections; but not a young one: its page would come straight back and end the next, round and round.
 */
export class Streams {
  readonly #open = new Map<string, Open>()
  readonly #limits: StreamLimits

  constructor(given: StreamLimits = limits) {
    this.#limits = given
  }

  get size(): number {
    return this.#open.size
  }

  open(stream: Stream): 'opened' | 'taken' | 'too_many' {
    if (this.#open.has(stream.uid)) return 'taken'
    const { mostPerPerson, yieldsAfterMs, now } = this.#limits
    const own = this.#of(({ user }) => user === stream.user)
    const [oldest] = own
    if (own.length >= mostPerPerson && oldest) {
      if (now() - oldest.openedAt < yieldsAfterMs) return 'too_many'
      this.#end(oldest)
    }
    this.#open.set(stream.uid, { ...stream, openedAt: now(), companies: new Set() })
    return 'opened'
  }

  /** Whether this session may say what the stream hears. */
  belongs(uid: string, session: string): boolean {
    return this.#open.get(uid)?.session === session
  }

  enters(uid: string, company: string): void {
    this.#open.get(uid)?.companies.add(company)
  }

  closed(uid: string): void {
    this.#open.delete(uid)
  }

  endSession(session: string): void {
    for (const stream of this.#of((each) => each.session === session)) this.#end(stream)
  }

  /** Ends every stream whose session is over, or whose person left a company it listens to. */
  async check(ask: (streams: readonly Stream[]) => Promise<readonly Standing[]>): Promise<void> {
    const asked = [...this.#open.values()]
    if (asked.length === 0) return
    const found = new Map((await ask(asked)).map((standing) => [standing.uid, standing]))
    for (const stream of asked) {
      const standing = found.get(stream.uid)
      const stays =
        standing?.alive === true &&
        [...stream.companies].every((company) => standing.companies.includes(company))
      if (!stays) this.#end(stream)
    }
  }

  #of(wanted: (stream: Open) => boolean): Open[] {
    return [...this.#open.values()].filter(wanted)
  }

  #end(stream: Open): void {
    this.#open.delete(stream.uid)
    stream.end()
  }
}
