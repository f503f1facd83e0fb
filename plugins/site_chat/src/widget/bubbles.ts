import { h, icon } from './dom.ts'
import { outside, rich } from './links.ts'
import { sizeText } from './texts.ts'
import type { Language, Texts } from './texts.ts'
import type { Line, LineFile, Pending } from './types.ts'

export interface Look {
  readonly texts: Texts
  readonly language: Language
  /** Of a relative address of a file. */
  address(path: string): string
  retry(id: string): void
  discard(id: string): void
  /** Can anything be done with it? */
  mayChange(line: Line): boolean
  /** Opens or closes what can be done with a line, under it. */
  menu(line: Line, from: HTMLElement): void
  react(line: Line, emoji: string): void
}

export type Place = { readonly first: boolean; readonly seen: boolean }

function row(mine: boolean, first: boolean, ...children: readonly (Node | false)[]): HTMLElement {
  const kinds = `row${mine ? ' mine' : ''}${first ? ' first' : ''}`
  return h('div', { class: kinds }, ...children)
}

export function lineBubble(line: Line, place: Place, look: Look): HTMLElement {
  const { texts } = look
  const mine = line.from === 'visitor'
  const author = mine ? texts.you : (line.author ?? texts.somebody)
  const bubble = h('div', { class: 'bubble' })
  if (line.quote !== undefined) bubble.append(h('div', { class: 'quote', dir: 'auto' }, line.quote))
  for (const file of line.files ?? []) bubble.append(fileShown(file, look))
  if (line.text !== undefined && line.text !== '') bubble.append(rich(line.text, texts.newTab))
  // Every bubble has its author for those who listen; those who look see it once per group.
  const name = h('div', { class: mine || !place.first ? 'quiet' : 'author' }, author)
  const refusal = !!line.refusal && h('div', { class: 'failed', role: 'alert' }, line.refusal)
  return row(mine, place.first, name, bubble, meta(line, mine, place, look), refusal)
}

function meta(line: Line, mine: boolean, place: Place, look: Look): HTMLElement {
  const { texts, language } = look
  const children = [
    ...reactions(line, look),
    line.edited !== undefined && texts.edited,
    h('time', {}, timeText(line.at, language)),
    mine && (place.seen ? icon('ticks', texts.read) : icon('tick', texts.stored)),
    line.id !== '' && look.mayChange(line) && more(line, look),
  ]
  return h('div', { class: mine && place.seen ? 'meta read' : 'meta' }, ...children)
}

/** Theirs as a sign, one's own as a button that takes it back. */
function reactions(line: Line, look: Look): readonly HTMLElement[] {
  const { us, visitor } = line.reactions ?? {}
  const label = (emoji: string, who: string) => `${look.texts.react} ${emoji}: ${who}`
  const shown: HTMLElement[] = []
  if (us !== undefined) {
    const words = label(us, look.texts.somebody)
    shown.push(h('span', { 'class': 'reaction', 'role': 'img', 'aria-label': words }, us))
  }
  if (visitor !== undefined) {
    const about = { 'aria-pressed': 'true', 'aria-label': label(visitor, look.texts.you) }
    const click = () => look.react(line, visitor)
    shown.push(h('button', { type: 'button', class: 'reaction', ...about, click }, visitor))
  }
  return shown
}

function more(line: Line, look: Look): HTMLElement {
  const button = h(
    'button',
    {
      'type': 'button',
      'class': 'more',
      'aria-label': look.texts.acts,
      'aria-expanded': 'false',
      'data-of': line.id,
      'click': () => look.menu(line, button),
    },
    icon('more')
  )
  return button
}

function fileShown(file: LineFile, look: Look): HTMLElement {
  const href = look.address(file.url)
  const link = outside(href, '', look.texts.newTab)
  if (file.as === 'image' && /^image\/(png|jpeg|gif|webp)$/.test(file.mime)) {
    link.append(h('img', { class: 'photo', src: href, alt: file.name, loading: 'lazy' }))
    return link
  }
  link.className = 'doc'
  const size = h('small', {}, sizeText(file.bytes, look.language))
  link.append(icon('file'), h('span', { dir: 'auto' }, file.name, ' ', size))
  return link
}

/** What is still on its way: on screen at once, the truth about it beside. */
export function pendingBubble(
  message: Pending,
  first: boolean,
  canRetry: boolean,
  look: Look
): HTMLElement {
  const { texts } = look
  const bubble = h('div', { class: 'bubble' })
  if (message.fileName !== undefined) {
    bubble.append(
      h('div', { class: 'doc' }, icon('file'), h('span', { dir: 'auto' }, message.fileName))
    )
    if (message.progress !== undefined) {
      const value = message.progress.toFixed(2)
      bubble.append(h('progress', { 'max': 1, value, 'aria-label': texts.waiting }))
    }
  }
  if (message.text !== '') bubble.append(rich(message.text, texts.newTab))
  const state =
    message.state === 'failed' ? failed(message, canRetry, look) : waiting(message, texts)
  return row(true, first, h('div', { class: 'quiet' }, texts.you), bubble, state)
}

function waiting(message: Pending, texts: Texts): HTMLElement {
  return h('div', { class: 'meta' }, icon('clock', texts.waiting), message.reason)
}

function failed(message: Pending, canRetry: boolean, look: Look): HTMLElement {
  const { texts } = look
  const button = (words: string, act: () => void) =>
    h('button', { type: 'button', click: act }, words)
  return h(
    'div',
    { class: 'failed', role: 'alert' },
    `${texts.failed}. ${message.reason ?? ''}`,
    h(
      'div',
      {},
      canRetry && button(texts.retry, () => look.retry(message.id)),
      button(texts.discard, () => look.discard(message.id))
    )
  )
}

export function timeText(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at)
}

export function dayText(at: number, language: Language, today: string): string {
  const day = new Date(at)
  const now = new Date()
  if (day.toDateString() === now.toDateString()) return today
  const year = day.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', ...year }).format(day)
}
