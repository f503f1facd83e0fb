import { Refused } from './api.ts'
import { h } from './dom.ts'
import type { Texts } from './texts.ts'

interface Asking {
  leave(about: { readonly email: string; readonly name?: string }): Promise<unknown>
  later(): void
}

/** Asks for an e-mail, so that an answer finds the visitor after he has left. */
export function askCard(texts: Texts, away: boolean, asking: Asking): HTMLElement {
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
