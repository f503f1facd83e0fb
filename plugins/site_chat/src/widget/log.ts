import { dayText, lineBubble, pendingBubble } from './bubbles.ts'
import type { Look } from './bubbles.ts'
import { arrange, h } from './dom.ts'
import type { Queue } from './queue.ts'
import type { Timeline } from './timeline.ts'
import type { Line } from './types.ts'

const groupMs = 3 * 60_000

export type LogState = {
  readonly timeline: Timeline
  readonly queue: Queue
  readonly greeting: string
  readonly title: string
  /** Who is typing; undefined: nobody. */
  readonly typing: string | undefined
  readonly card: HTMLElement | undefined
}

/** The list of messages: elements are made anew only where something about them changed. */
export class Log {
  readonly element: HTMLElement
  readonly #look: Look
  readonly #older: HTMLButtonElement
  #made = new Map<string, { readonly sign: string; readonly element: HTMLElement }>()

  constructor(look: Look, loadOlder: () => void) {
    this.#look = look
    this.#older = h(
      'button',
      { type: 'button', class: 'older', click: loadOlder },
      look.texts.older
    )
    this.element = h('div', {
      'class': 'log',
      'role': 'log',
      // What is new is said by a region of its own, and one's own words not at all.
      'aria-live': 'off',
      'aria-label': look.texts.field,
      'tabindex': 0,
    })
  }

  show(state: LogState): void {
    const wasAtEnd = this.isAtEnd()
    const heightBefore = this.element.scrollHeight
    const topBefore = this.element.firstElementChild
    const before = this.#made
    this.#made = new Map()
    const keep = (key: string, sign: string, make: () => HTMLElement): HTMLElement => {
      const known = before.get(key)
      const element = known?.sign === sign ? known.element : make()
      this.#made.set(key, { sign, element })
      return element
    }
    arrange(this.element, this.#children(state, keep))
    if (wasAtEnd) this.toEnd()
    else if (topBefore !== this.element.firstElementChild || this.#grewAbove(before)) {
      this.element.scrollTop += this.element.scrollHeight - heightBefore
    }
  }

  isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.element
    return scrollHeight - scrollTop - clientHeight < 60
  }

  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight
  }

  #grewAbove(before: ReadonlyMap<string, unknown>): boolean {
    const first = [...this.#made.keys()].find((key) => key.startsWith('line '))
    return first !== undefined && !before.has(first)
  }

  #children(
    { timeline, queue, greeting, title, typing, card }: LogState,
    keep: (key: string, sign: string, make: () => HTMLElement) => HTMLElement
  ): readonly HTMLElement[] {
    const { texts, language } = this.#look
    const children: HTMLElement[] = []
    if (timeline.more) children.push(this.#older)
    else {
      const hello: Line = { id: '', at: 0, from: 'us', author: title, text: greeting }
      children.push(keep('hello', greeting, () => this.#greeting(hello)))
    }
    let last: Line | undefined
    for (const line of timeline.lines) {
      const day = dayText(line.at, language, texts.today)
      const newDay = last === undefined || dayText(last.at, language, texts.today) !== day
      if (newDay) children.push(keep(`day ${day}`, '', () => h('div', { class: 'day' }, day)))
      const first = newDay || !isSameGroup(last, line)
      const seen = line.from === 'visitor' && line.at <= timeline.seen
      const { text, edited, refusal, reactions } = line
      const may = this.#look.mayChange(line)
      const url = line.files?.[0]?.url
      // Not when it was changed: the server's word for what is shown already draws nothing anew.
      const about = [first, seen, may, url, text, !!edited, refusal || '', reactions]
      const sign = JSON.stringify(about)
      const make = () => lineBubble(line, { first, seen }, this.#look)
      children.push(keep(`line ${line.id}`, sign, make))
      last = line
    }
    for (const message of queue.pending) {
      const can = queue.canRetry(message)
      const sign = `${message.state} ${message.progress ?? ''} ${message.reason ?? ''} ${can}`
      const make = () => pendingBubble(message, true, can, this.#look)
      children.push(keep(`sent ${message.id}`, sign, make))
    }
    if (card !== undefined) children.push(card)
    const words = typing === undefined ? '' : `${typing} ${texts.typing}`
    children.push(keep('typing', words, () => h('div', { class: 'typing' }, words)))
    return children
  }

  #greeting(line: Line): HTMLElement {
    const bubble = lineBubble(line, { first: true, seen: false }, this.#look)
    bubble.querySelector('.meta')?.remove()
    return bubble
  }
}

function isSameGroup(last: Line | undefined, line: Line): boolean {
  return last?.from === line.from && last.author === line.author && line.at - last.at < groupMs
}
