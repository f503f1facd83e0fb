import { h, icon } from './dom.ts'
import type { Texts } from './texts.ts'

export interface Writing {
  send(text: string): void
  files(files: readonly File[]): void
  typing(on: boolean): void
}

const restMs = 4_000
const repeatMs = 3_000

/** The field, the clip and the button. Enter sends, Shift+Enter breaks the line. */
export class Composer {
  readonly element: HTMLElement
  readonly field: HTMLTextAreaElement
  readonly #send: HTMLButtonElement
  readonly #writing: Writing
  /** Who gets what is written, while a message is being changed. */
  instead: { send(text: string): void } | undefined
  #typedAt = 0
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor(texts: Texts, limit: number, writing: Writing) {
    this.#writing = writing
    const choose = h('input', { type: 'file', multiple: true, hidden: true, tabindex: -1 })
    choose.addEventListener('change', () => {
      writing.files([...(choose.files ?? [])])
      choose.value = ''
      this.field.focus()
    })
    const clip = h(
      'button',
      { 'type': 'button', 'class': 'icon', 'aria-label': texts.attach, 'title': texts.attach },
      icon('clip')
    )
    clip.addEventListener('click', () => choose.click())
    this.field = h('textarea', {
      'class': 'field',
      'rows': 1,
      'maxlength': limit,
      'placeholder': texts.field,
      'aria-label': texts.field,
      'dir': 'auto',
      'enterkeyhint': 'send',
    })
    const label = { 'aria-label': texts.send, 'title': texts.send, 'disabled': true }
    this.#send = h('button', { type: 'submit', class: 'icon send', ...label }, icon('send'))
    this.element = h('form', { class: 'compose' }, clip, choose, this.field, this.#send)
    this.#listen()
  }

  #listen(): void {
    this.element.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#submit()
    })
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      this.#submit()
    })
    this.field.addEventListener('input', () => {
      this.#fit()
      this.#tellTyping()
    })
    this.field.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      this.#writing.files(files)
    })
  }

  #submit(): void {
    const text = this.field.value.trim()
    if (text === '') return
    this.put('')
    this.#stopTyping()
    ;(this.instead ?? this.#writing).send(text)
    this.field.focus()
  }

  put(text: string): void {
    this.field.value = text
    this.#fit()
  }

  /** Grows with the text; the style sheet says how far. */
  #fit(): void {
    this.#send.disabled = this.field.value.trim() === ''
    this.field.style.height = 'auto'
    this.field.style.height = `${this.field.scrollHeight + 2}px`
  }

  #tellTyping(): void {
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#stopTyping(), restMs)
    if (Date.now() - this.#typedAt < repeatMs || this.field.value === '') return
    this.#typedAt = Date.now()
    this.#writing.typing(true)
  }

  #stopTyping(): void {
    clearTimeout(this.#rest)
    if (this.#typedAt === 0) return
    this.#typedAt = 0
    this.#writing.typing(false)
  }
}
