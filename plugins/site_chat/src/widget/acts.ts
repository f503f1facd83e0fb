import { Refused } from './api.ts'
import type { Api } from './api.ts'
import type { Composer } from './composer.ts'
import { h, icon } from './dom.ts'
import type { Language, Texts } from './texts.ts'
import type { Line } from './types.ts'

const emojis = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** Here and not with the others: most visitors never need them. */
const words = {
  ru: {
    edit: 'Изменить',
    editing: 'Изменение сообщения',
    remove: 'Удалить',
    sure: 'Удалить у обоих?',
    leave: 'Не изменять',
  },
  en: {
    edit: 'Edit',
    editing: 'Editing a message',
    remove: 'Delete',
    sure: 'Delete for both?',
    leave: 'Leave as it is',
  },
}

const css = `
.acts{display:flex;flex-wrap:wrap;gap:2px;padding:2px;border:1px solid var(--line);border-radius:12px}
.acts button{min-width:44px;height:44px;padding:0 8px}
.acts [aria-pressed=true]{background:var(--soft)}
.acts .emoji{font-size:20px}
.edit{flex-basis:100%;display:flex;align-items:center;font-size:13px;border-left:3px solid var(--link);padding-left:8px;margin-bottom:4px}
.edit span{flex:1}
.compose{flex-wrap:wrap}`

export type ActParts = {
  readonly api: Api
  readonly texts: Texts
  readonly language: Language
  readonly composer: Composer
  /** The line is another now. */
  change(line: Line): void
}

/**
 * What a visitor does with a message: changes or takes back his own, reacts to ours. Shown at once; what the server refuses is
 * as before, with the reason under it. Loaded when first wanted.
 */
export class Acts {
  readonly #parts: ActParts
  #open: { readonly box: HTMLElement; readonly from: HTMLElement } | undefined
  #leave: (() => void) | undefined

  constructor(parts: ActParts) {
    this.#parts = parts
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    const root = parts.composer.element.getRootNode() as ShadowRoot
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }

  /** Under the line, or away again. */
  toggle(line: Line, from: HTMLElement): void {
    const was = this.#open
    this.#close()
    if (was?.from === from) return
    const own = line.from === 'visitor'
    const box = h('div', { 'class': 'acts', 'role': 'group', 'aria-label': this.#parts.texts.acts })
    box.append(...(own ? this.#changes(line) : this.#reactions(line)))
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      // Not the whole chat.
      event.stopPropagation()
      this.#close()
      from.focus()
    })
    from.closest('.row')?.append(box)
    from.setAttribute('aria-expanded', 'true')
    this.#open = { box, from }
    box.scrollIntoView({ block: 'nearest' })
    box.querySelector('button')?.focus()
  }

  /** The same again takes it back. */
  react(line: Line, emoji: string): void {
    const { visitor, ...others } = line.reactions ?? {}
    const wanted = visitor === emoji ? null : emoji
    const reactions = { ...others, ...(wanted === null ? {} : { visitor: wanted }) }
    void this.#ask(line, { ...line, reactions }, 'react', { id: line.id, emoji: wanted })
  }

  #reactions(line: Line): readonly HTMLElement[] {
    return emojis.map((emoji) =>
      h(
        'button',
        {
          'type': 'button',
          'class': 'emoji',
          'aria-label': `${this.#parts.texts.react} ${emoji}`,
          'aria-pressed': String(line.reactions?.visitor === emoji),
          'click': () => {
            this.#close()
            this.react(line, emoji)
          },
        },
        emoji
      )
    )
  }

  #changes(line: Line): readonly HTMLElement[] {
    const said = words[this.#parts.language]
    const edit = h('button', { type: 'button', click: () => this.#edit(line) }, said.edit)
    const remove = h('button', { type: 'button' }, said.remove)
    let asked = false
    remove.addEventListener('click', () => {
      if (asked) {
        this.#close()
        void this.#ask(line, { ...line, removed: true }, 'remove', { id: line.id })
      }
      asked = true
      remove.textContent = said.sure
    })
    return line.files === undefined ? [edit, remove] : [remove]
  }

  #edit(line: Line, shown = line.text ?? ''): void {
    this.#close()
    this.#leave?.()
    const { composer, language } = this.#parts
    const said = words[language]
    const draft = composer.field.value
    const label = { 'aria-label': said.leave, 'title': said.leave }
    const away = h(
      'button',
      { type: 'button', class: 'icon', ...label, click: () => leave() },
      icon('close')
    )
    const bar = h('div', { class: 'edit' }, h('span', {}, said.editing), away)
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      leave()
    }
    const leave = () => {
      bar.remove()
      composer.element.removeEventListener('keydown', onKey)
      composer.instead = undefined
      composer.put(draft)
      composer.field.focus()
      this.#leave = undefined
    }
    this.#leave = leave
    composer.element.prepend(bar)
    composer.element.addEventListener('keydown', onKey)
    composer.instead = {
      send: (text) => {
        leave()
        if (text !== line.text) void this.#change(line, text)
      },
    }
    composer.put(shown)
    composer.field.focus()
  }

  /** Words that were refused are back in the field, unless something else is being written there. */
  async #change(line: Line, text: string): Promise<void> {
    const shown = { ...line, text, edited: Date.now() }
    const done = await this.#ask(line, shown, 'edit', { id: line.id, text })
    if (!done && this.#leave === undefined && this.#parts.composer.field.value === '')
      this.#edit(line, text)
  }

  async #ask(line: Line, shown: Line, path: string, body: object): Promise<boolean> {
    const { api, texts } = this.#parts
    const change = (now: Line) => this.#parts.change(now)
    change({ ...shown, refusal: '' })
    this.#keepFocus(line)
    try {
      await api.post(path, body)
      return true
    } catch (error) {
      const reason = error instanceof Refused ? error.message : texts.offline
      change({ ...line, refusal: reason || texts.failed })
      return false
    }
  }

  /** The line is drawn anew: who came by keys goes on from there. */
  #keepFocus({ id }: Line): void {
    const root = this.#parts.composer.element.getRootNode() as ShadowRoot
    if (root.activeElement !== null) return
    const more = root.querySelector<HTMLElement>(`.more[data-of="${CSS.escape(id)}"]`)
    ;(more ?? this.#parts.composer.field).focus()
  }

  #close(): void {
    this.#open?.box.remove()
    this.#open?.from.setAttribute('aria-expanded', 'false')
    this.#open = undefined
  }
}
