import { screenView } from '#app/lines/screen_view'
import type { LoginView, ScreenView } from '#app/lines/views'
import { isFailure, type AccountId, type Answer, type Screen } from '@svyaz/core'

/** Who began it: nobody else may see or answer it. */
export type LoginOwner = { readonly company: string; readonly member: string }

export type LoginStart = {
  readonly id: string
  readonly owner: LoginOwner
  readonly plugin: string
  readonly line: string
  /** Opens the conversation; `tell` replaces the screen while the flow works. */
  open(
    signal: AbortSignal,
    tell: (screen: Screen) => void
  ): AsyncGenerator<Screen, AccountId, Answer>
  /** What the last screen says of the connected account. */
  about(account: AccountId): Promise<{ readonly title: string; readonly link: string | null }>
}

const working: ScreenView = {
  show: 'wait',
  hint: { ru: 'Проверяем…', en: 'Checking…' },
  checks: [],
}

/** One connect dialog: a conversation with a plugin, seen by a browser that asks again and again. */
export class Login {
  readonly id: string
  readonly owner: LoginOwner
  readonly plugin: string
  readonly line: string
  touchedAt = Date.now()
  #version = 0
  #screen: ScreenView = working
  #answer: ((answer: Answer) => void) | undefined
  #changed = new Set<() => void>()
  readonly #abort = new AbortController()

  constructor(start: LoginStart) {
    this.id = start.id
    this.owner = start.owner
    this.plugin = start.plugin
    this.line = start.line
    void this.#converse(start)
  }

  get isOver(): boolean {
    return this.#screen.show === 'done' || this.#screen.show === 'failed'
  }

  view(): LoginView {
    return { id: this.id, version: this.#version, screen: this.#screen }
  }

  /** false: no answer is wanted now. */
  answer(answer: Answer): boolean {
    const take = this.#answer
    if (!take) return false
    this.#answer = undefined
    this.#show(working)
    take(answer)
    return true
  }

  /** Resolves when the screen isn't of this version any more, or after the time. */
  async changedFrom(version: number, forMs: number, signal: AbortSignal): Promise<void> {
    if (version !== this.#version || signal.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#changed.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, forMs)
      this.#changed.add(done)
      signal.addEventListener('abort', done)
    })
  }

  close(): void {
    this.#abort.abort(new Error('closed'))
    for (const done of this.#changed) done()
  }

  async #converse(start: LoginStart): Promise<void> {
    const { signal } = this.#abort
    const flow = start.open(signal, (screen) => this.#show(screenView(screen)))
    try {
      let turn = await flow.next({})
      while (!turn.done) {
        const answered = this.#wanted(turn.value)
        turn = await flow.next(await answered)
      }
      const about = await start.about(turn.value)
      this.#show({ show: 'done', account: turn.value, ...about })
    } catch (error) {
      if (!signal.aborted) this.#show(failedScreen(error))
      await flow.return(undefined as never).catch(() => {})
    }
  }

  /** Shows the screen and waits for its answer; a closed dialog never gives one. */
  #wanted(screen: Screen): Promise<Answer> {
    const { signal } = this.#abort
    const answered = new Promise<Answer>((resolve, reject) => {
      this.#answer = resolve
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
    this.#show(screenView(screen))
    return answered
  }

  #show(screen: ScreenView): void {
    if (this.#abort.signal.aborted) return
    this.#screen = screen
    this.#version++
    for (const done of this.#changed) done()
  }
}

function failedScreen(error: unknown): ScreenView {
  if (isFailure(error)) {
    const { kind, code, reason, link } = error.data
    return { show: 'failed', failure: { kind, code, reason, ...(link ? { link } : {}) } }
  }
  return {
    show: 'failed',
    failure: {
      kind: 'transient',
      code: 'E_LOGIN_FAILED',
      reason: {
        ru: 'Подключение прервалось из-за ошибки плагина. Начните снова; если повторится, скажите администратору.',
        en: 'The plugin failed while connecting. Start again; if it repeats, tell the administrator.',
      },
    },
  }
}
