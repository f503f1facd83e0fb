import type { Composer } from './composer.ts'
import { h, icon } from './dom.ts'
import { outside } from './links.ts'
import type { Log } from './log.ts'
import { unreadText } from './texts.ts'
import type { Language, Texts } from './texts.ts'
import type { Config } from './types.ts'

export interface Acts {
  toggle(): void
  mute(): void
  files(files: readonly File[]): void
}

/** The button in the corner and the window above it; a whole-screen sheet on a phone. */
export class Panel {
  readonly root: HTMLElement
  readonly #texts: Texts
  readonly #language: Language
  readonly #window: HTMLElement
  readonly #launch: HTMLButtonElement
  readonly #badge: HTMLElement
  readonly #state: HTMLElement
  readonly #bar: HTMLElement
  readonly #mute: HTMLButtonElement
  readonly #said: HTMLElement
  readonly #composer: Composer
  readonly #pageOverflow = document.documentElement.style.overflow

  constructor(
    config: Config,
    language: Language,
    texts: Texts,
    parts: { readonly log: Log; readonly composer: Composer; readonly acts: Acts }
  ) {
    this.#texts = texts
    this.#language = language
    this.#composer = parts.composer
    const { acts } = parts
    this.#badge = h('span', { 'class': 'badge', 'aria-hidden': 'true', 'hidden': true })
    this.#launch = h(
      'button',
      {
        'type': 'button',
        'class': 'launch',
        'aria-expanded': 'false',
        'click': () => acts.toggle(),
      },
      icon('chat'),
      this.#badge
    )
    this.#state = h('p', {})
    this.#bar = h('div', { class: 'bar', role: 'status', hidden: true }, texts.offline)
    this.#mute = h('button', { type: 'button', class: 'icon', click: () => acts.mute() })
    this.#said = h('div', { 'class': 'quiet', 'role': 'status', 'aria-live': 'polite' })
    this.#window = h(
      'section',
      { 'class': 'panel', 'role': 'dialog', 'aria-label': config.title, 'hidden': true },
      this.#head(config, acts),
      this.#bar,
      parts.log.element,
      linksOf(config, texts),
      parts.composer.element
    )
    this.root = h('div', { class: config.position }, this.#launch, this.#window, this.#said)
    this.#listen(acts)
    this.setUnread(0)
  }

  get isOpen(): boolean {
    return !this.#window.hidden
  }

  open(): void {
    this.#window.hidden = false
    this.root.classList.add('open')
    this.#launch.setAttribute('aria-expanded', 'true')
    if (isPhone()) {
      this.#window.setAttribute('aria-modal', 'true')
      document.documentElement.style.overflow = 'hidden'
    }
    this.#fit()
    this.#composer.field.focus()
  }

  close(): void {
    this.#window.hidden = true
    this.root.classList.remove('open')
    this.#launch.setAttribute('aria-expanded', 'false')
    this.#window.removeAttribute('aria-modal')
    document.documentElement.style.overflow = this.#pageOverflow
    this.#launch.focus()
  }

  setUnread(count: number): void {
    const { open, close } = this.#texts
    const news = count === 0 ? '' : `, ${unreadText(count, this.#language)}`
    this.#launch.setAttribute('aria-label', (this.isOpen ? close : open) + news)
    this.#badge.hidden = count === 0
    this.#badge.textContent = count > 99 ? '99+' : String(count)
  }

  setTeam(online: boolean | null): void {
    this.#state.textContent = online === null ? '' : online ? this.#texts.online : this.#texts.away
  }

  setOffline(offline: boolean): void {
    this.#bar.hidden = !offline
  }

  setMuted(muted: boolean): void {
    const words = muted ? this.#texts.soundOn : this.#texts.soundOff
    this.#mute.setAttribute('aria-label', words)
    this.#mute.title = words
    this.#mute.replaceChildren(icon(muted ? 'mute' : 'sound'))
  }

  /** For those who listen. */
  say(words: string): void {
    this.#said.textContent = words
  }

  #head(config: Config, acts: Acts): HTMLElement {
    const { close } = this.#texts
    const label = { 'aria-label': close, 'title': close }
    return h(
      'header',
      { class: 'head' },
      h('div', { 'class': 'avatar', 'aria-hidden': 'true' }, config.initials),
      h('div', { class: 'who' }, h('h2', {}, config.title), this.#state),
      this.#mute,
      h(
        'button',
        { type: 'button', class: 'icon', ...label, click: () => acts.toggle() },
        icon('close')
      )
    )
  }

  #listen(acts: Acts): void {
    this.#window.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') acts.toggle()
      else if (event.key === 'Tab' && isPhone()) this.#keepFocus(event)
    })
    for (const name of ['dragover', 'dragleave', 'drop'] as const) {
      this.#window.addEventListener(name, (event) => {
        event.preventDefault()
        this.#window.classList.toggle('over', name === 'dragover')
        if (name === 'drop') acts.files([...(event.dataTransfer?.files ?? [])])
      })
    }
    visualViewport?.addEventListener('resize', () => this.#fit())
    visualViewport?.addEventListener('scroll', () => this.#fit())
  }

  /** The part of the screen the keyboard leaves; without it the field would hide behind. */
  #fit(): void {
    if (!this.isOpen || visualViewport === null) return
    this.#window.style.setProperty('--high', `${visualViewport.height}px`)
    this.#window.style.setProperty('--top', `${visualViewport.offsetTop}px`)
  }

  /** A sheet over the whole screen keeps the Tab key to itself. */
  #keepFocus(event: KeyboardEvent): void {
    const places = [...this.#window.querySelectorAll<HTMLElement>('button,a[href],input,textarea')]
    const usable = places.filter(
      (place) => place.offsetParent !== null && !place.hasAttribute('disabled')
    )
    const active = (this.#window.getRootNode() as ShadowRoot).activeElement
    const [first, last] = event.shiftKey ? [usable.at(-1), usable[0]] : [usable[0], usable.at(-1)]
    if (active !== last) return
    event.preventDefault()
    first?.focus()
  }
}

function isPhone(): boolean {
  return matchMedia('(max-width:480px)').matches
}

function linksOf(config: Config, texts: Texts): HTMLElement {
  const links = config.links.map(({ url, name }) => outside(url, name, texts.newTab))
  return h(
    'nav',
    { 'class': 'links', 'aria-label': texts.elsewhere, 'hidden': links.length === 0 },
    texts.elsewhere,
    ...links
  )
}
