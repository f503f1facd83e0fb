import type { ChannelSession } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Failure, FailureData } from '../failure.ts'
import type { Millis } from '../json.ts'
import type { Logger } from '../logger.ts'
import type { OwnerState } from '../owner_state.ts'
import { backoff, healthyMs } from './backoff.ts'
import { deaf, errorName, runEnded } from './failures.ts'
import { hearing, isAborted } from './hearing.ts'

export type SupervisorOptions = {
  /** Before it resolves the session may already report: `alive` says whether it is still the one. */
  open(alive: () => boolean): Promise<ChannelSession>
  readonly quietMs: () => Millis | undefined
  judge(error: unknown): Failure
  onState(state: OwnerState): void
  /** May calls go? */
  gate(open: boolean): void
  readonly initial: OwnerState
  readonly clock: Clock
  readonly log: Logger
  readonly random?: () => number
}

/** So long a session has to close after its abort. */
const closeMs: Millis = 10_000
/** After a call that said `disconnected` from a session that says `online`. */
const regateMs: Millis = 5000

/** One account's life under a lease: connects, watches, comes back, rests when only a person can help. */
export class Supervisor {
  session: ChannelSession | undefined
  state: OwnerState
  readonly #options: SupervisorOptions
  #life: AbortController | undefined
  #verdict: Failure | undefined
  #failures = 0
  #upSince: number | undefined
  #trafficAt = 0
  #wake = () => {}
  #woken = false

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.state = options.initial
  }

  /** Resolves after `signal` has aborted and the session is closed. Never rejects. */
  async live(signal: AbortSignal): Promise<void> {
    while (!isAborted(signal)) {
      if (this.state.is === 'needs_login' || this.state.is === 'stopped') {
        await this.#rest(signal)
        continue
      }
      const failure = await this.#oneLife(signal)
      if (failure && !isAborted(signal)) await this.#after(failure, signal)
    }
  }

  /** Whatever proves that the session is alive. */
  traffic(): void {
    this.#trafficAt = this.#options.clock.monotonic()
  }

  report(state: 'online' | { readonly restricted: FailureData }): void {
    if (!this.#life || this.#life.signal.aborted) return
    this.traffic()
    this.#upSince ??= this.#options.clock.monotonic()
    this.#set(
      state === 'online' ? { is: 'online' } : { is: 'restricted', failure: state.restricted }
    )
    this.#options.gate(true)
  }

  /** A call said that the login is lost, or that the session isn't up. */
  callFailed(failure: Failure): void {
    if (failure.kind === 'unauthorized') this.#end(failure, 'stop')
    else if (this.state.is === 'online' || this.state.is === 'restricted') void this.#lookAgain()
  }

  /** New settings, a new login, or "try again". */
  restart(): void {
    this.#failures = 0
    this.#woken = true
    this.#life?.abort('settings')
    this.#wake()
  }

  #set(state: OwnerState): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return
    this.state = state
    this.#options.onState(state)
  }

  /** Until somebody wakes it or the lease ends. */
  async #rest(signal: AbortSignal, ms?: Millis): Promise<void> {
    const waiting = new AbortController()
    this.#wake = () => waiting.abort('wake')
    if (this.#woken) this.#wake()
    const both = AbortSignal.any([signal, waiting.signal])
    const forever = 24 * 60 * 60_000
    await this.#options.clock.sleep(ms ?? forever, both).catch(() => {})
    this.#wake = () => {}
    if (this.#woken && !signal.aborted) this.#set({ is: 'connecting' })
    this.#woken = false
  }

  async #after(failure: Failure, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options
    log.warn({ code: failure.code, kind: failure.kind, ...errorName(failure) }, 'a session ended')
    if (failure.kind === 'unauthorized') {
      this.#set({ is: 'needs_login', failure: failure.data })
    } else if (['transient', 'disconnected', 'rate_limited'].includes(failure.kind)) {
      const healthy = this.#upSince !== undefined && clock.monotonic() - this.#upSince >= healthyMs
      this.#failures = healthy ? 0 : this.#failures
      const byBackoff = backoff(this.#failures, this.#options.random ?? Math.random)
      const ms = Math.max(byBackoff, failure.data.pause?.forMs ?? 0)
      this.#failures += 1
      this.#set({ is: 'offline', failure: failure.data, retryAt: clock.now() + ms })
      await this.#rest(signal, ms)
    } else {
      this.#set({ is: 'stopped', failure: failure.data })
    }
  }

  /** undefined: it was ended on purpose. */
  async #oneLife(signal: AbortSignal): Promise<Failure | undefined> {
    const life = new AbortController()
    const onAbort = () => life.abort(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#life = life
    this.#verdict = undefined
    this.#upSince = undefined
    this.#woken = false
    this.traffic()
    this.#set({ is: 'connecting' })
    try {
      return await this.#run(life)
    } catch (error) {
      return life.signal.aborted ? this.#verdict : this.#options.judge(error)
    } finally {
      this.session = undefined
      this.#options.gate(false)
      life.abort('stop')
      signal.removeEventListener('abort', onAbort)
    }
  }

  async #run(life: AbortController): Promise<Failure | undefined> {
    const session = await this.#options.open(() => this.#life === life && !life.signal.aborted)
    if (life.signal.aborted) return this.#verdict
    this.session = session
    void this.#watch(session, life)
    if (!session.run) {
      this.report('online')
      await aborted(life.signal)
      return this.#verdict
    }
    const run = session.run(life.signal)
    await Promise.race([run, aborted(life.signal)])
    if (!isAborted(life.signal)) throw runEnded()
    await this.#closed(run)
    return this.#verdict
  }

  /** What a session says while it closes matters to nobody. */
  async #closed(run: Promise<void>): Promise<void> {
    const { clock, log } = this.#options
    const timer = new AbortController()
    const late = clock.sleep(closeMs, timer.signal).then(
      () => log.error({}, 'a session did not close'),
      () => {}
    )
    await Promise.race([run.catch(() => {}), late])
    timer.abort('closed')
  }

  async #watch(session: ChannelSession, life: AbortController): Promise<void> {
    const heard = await hearing(session, life.signal, {
      clock: this.#options.clock,
      quietMs: this.#options.quietMs,
      trafficAt: () => this.#trafficAt,
      traffic: () => this.traffic(),
    })
    if (heard === 'ended') return
    const failure = this.#options.judge(heard.error)
    this.#end(failure.kind === 'unauthorized' ? failure : deaf(heard.error), 'deaf')
  }

  #end(failure: Failure, reason: 'stop' | 'deaf'): void {
    if (!this.#life || this.#life.signal.aborted) return
    this.#verdict = failure
    this.#life.abort(reason)
  }

  /** The session thinks it is up and a call found it is not: one of them will be right in a moment. */
  async #lookAgain(): Promise<void> {
    const life = this.#life
    if (!life) return
    try {
      await this.#options.clock.sleep(regateMs, life.signal)
      await this.session?.probe?.(life.signal)
      if (this.#life === life) this.#options.gate(true)
    } catch (error) {
      if (!isAborted(life.signal)) this.#end(deaf(error), 'deaf')
    }
  }
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
