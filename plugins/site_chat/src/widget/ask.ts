import { Refused } from './api.ts'
import type { Api } from './api.ts'
import { h } from './dom.ts'
import type { Texts } from './texts.ts'

/** When to ask for an e-mail: after a wait without an answer, or at once when nobody is there. */
export class Asker {
  card: HTMLElement | undefined
  readonly #api: Api
  readonly #texts: Texts
  readonly #afterMs: number
  readonly #onChange: () => void
  #wanted: boolean
  #timer: ReturnType<typeof setTimeout> | undefined
  /** By this computer's clock, which may be far from the server's. */
  #waiting = { since: 0, seenAt: 0 }

  constructor(api: Api, texts: Texts, afterMs: number, onChange: () => void) {
    this.#api = api
    this.#texts = texts
    this.#afterMs = afterMs
    this.#onChange = onChange
    this.#wanted = afterMs > 0
  }

  /** The address is known, or not wished to be left. */
  stop(): void {
    this.#wanted = false
  }

  /** since: when the first message without an answer was written. */
  plan(since: number | undefined, away: boolean): void {
    clearTimeout(this.#timer)
    if (since === undefined) this.card = undefined
    if (!this.#wanted || since === undefined) return
    if (this.#waiting.since !== since) this.#waiting = { since, seenAt: Date.now() }
    const waitMs = away ? 0 : Math.max(0, this.#waiting.seenAt + this.#afterMs - Date.now())
    this.#timer = setTimeout(() => this.#ask(away), waitMs)
  }

  #ask(away: boolean): void {
    if (this.card !== undefined) return
    this.card = askCard(this.#texts, away, {
      leave: async (about) => {
        await this.#api.post('contact', about)
        this.stop()
      },
      later: () => {
        this.stop()
        this.card = undefined
        this.#onChange()
      },
    })
    this.#onChange()
  }
}

interface Asking {
  leave(about: { readonly email: string; readonly name?: string }): Promise<unknown>
  later(): void
}

/** Asks for an e-mail, so that an answer finds the visitor after he has left. */
function askCard(texts: Texts, away: boolean, asking: Asking): HTMLElement {
  const email = h('input', {
    'type': 'email',
    'autocomplete': 'email',
    'placeholder': texts.email,
    'aria-label': texts.email,
    'required': true,
    'maxlength': 254,
  })
  const name = h('input', {
    'autocomplete': 'name',
    'placeholder': texts.name,
    'aria-label': texts.name,
    'maxlength': 80,
  })
  const wrong = h('p', { class: 'failed', role: 'alert', hidden: true })
  const leave = h('button', { type: 'submit', class: 'main' }, texts.leave)
  const later = h(
    'button',
    { type: 'button', class: 'plain', click: () => asking.later() },
    texts.later
  )
  const card = h(
    'form',
    { class: 'card', novalidate: true },
    h('p', { role: 'status' }, away ? texts.askAway : texts.askLate),
    email,
    name,
    wrong,
    h('div', {}, leave, later)
  )
  const refuse = (words: string) => {
    wrong.textContent = words
    wrong.hidden = false
    email.focus()
  }
  card.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!email.checkValidity()) return refuse(texts.badEmail)
    const called = name.value.trim()
    leave.disabled = true
    asking
      .leave({ email: email.value.trim(), ...(called === '' ? {} : { name: called }) })
      .then(() => card.replaceChildren(h('p', { role: 'status' }, texts.thanks)))
      .catch((error: unknown) => {
        leave.disabled = false
        if (!(error instanceof Refused)) refuse(texts.offline)
        else refuse(error.status === 400 ? texts.badEmail : error.message)
      })
  })
  return card
}
