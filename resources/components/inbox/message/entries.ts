/** What stands in the column of messages, in order: days, the border of the unread ones, groups of one sender. Pure. */
import type { MessageView } from '@app/inbox/views'
import type { Outgoing } from '~/stores/live'

const groupMs = 180_000

export type DayEntry = { readonly kind: 'day'; readonly key: string; readonly at: number }
export type Entry =
  | DayEntry
  | { readonly kind: 'unread'; readonly key: string }
  | { readonly kind: 'line'; readonly key: string; readonly message: MessageView }
  | {
      readonly kind: 'bubble'
      readonly key: string
      readonly message: MessageView
      readonly outgoing: Outgoing | null
      /** First and last of what one person wrote in a row. */
      readonly opens: boolean
      readonly closes: boolean
      /** Of a letter, where it differs from the one before. */
      readonly subject: string | null
    }

type Shown = { readonly message: MessageView; readonly outgoing: Outgoing | null }

const isLine = ({ from, kind }: MessageView): boolean => from === 'line' || kind === 'line'
export const isOurs = ({ from }: MessageView): boolean => from !== 'client' && from !== 'line'
const day = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

function together(left: Shown | undefined, right: Shown | undefined): boolean {
  if (left === undefined || right === undefined) return false
  const [a, b] = [left.message, right.message]
  if (isLine(a) || isLine(b) || a.from !== b.from || day(a.sortAt) !== day(b.sortAt)) return false
  return a.author?.id === b.author?.id && Math.abs(b.sortAt - a.sortAt) < groupMs
}

type Column = {
  readonly firstUnread: string | null
  /** Of what waits to be sent. */
  readonly author: MessageView['author']
  /** There are older messages that aren't loaded: what their subject was is not known. */
  readonly goesOn: boolean
}

export function entriesOf(
  messages: readonly MessageView[],
  waiting: readonly Outgoing[],
  { firstUnread, author, goesOn }: Column
): Entry[] {
  const subjects = new Subjects(goesOn)
  const known = new Set(messages.map(({ id }) => id))
  const shown: Shown[] = [
    ...messages.map((message) => ({ message, outgoing: null })),
    ...waiting
      .filter(({ body }) => !known.has(body.id))
      .map((outgoing) => ({ message: messageOf(outgoing, author), outgoing })),
  ]
  const entries: Entry[] = []
  shown.forEach((one, index) => {
    const { message, outgoing } = one
    const before = shown[index - 1]
    if (before === undefined || day(before.message.sortAt) !== day(message.sortAt))
      entries.push({ kind: 'day', key: `day-${day(message.sortAt)}`, at: message.sortAt })
    const isBorder = message.id === firstUnread
    if (isBorder) entries.push({ kind: 'unread', key: 'unread' })
    if (isLine(message)) entries.push({ kind: 'line', key: message.id, message })
    else
      entries.push({
        kind: 'bubble',
        key: message.id,
        message,
        outgoing,
        opens: isBorder || !together(before, one),
        closes: !together(one, shown[index + 1]),
        subject: subjects.next(message),
      })
  })
  return entries
}

/** `Re:`, `Fwd:` and their like in other languages. */
const withoutMarks = (subject: string): string =>
  subject.replace(/^(?:\s*\p{L}{2,3}(?:\[\d+\])?:)+\s*/u, '')

/** Says a letter's subject when it is new. */
class Subjects {
  #last: string | null = null
  #isKnown: boolean

  constructor(goesOn: boolean) {
    this.#isKnown = !goesOn
  }

  next({ topic }: MessageView): string | null {
    if (topic === null) return null
    const subject = withoutMarks(topic)
    const isNew = this.#isKnown && subject !== this.#last
    this.#isKnown = true
    this.#last = subject
    return isNew ? topic : null
  }
}

export type Standing = Exclude<Entry, DayEntry>
export type Day = {
  readonly key: string
  readonly at: number
  readonly entries: readonly Standing[]
}

/**
 * Each day in a section of its own, so that its name sticks no longer than the day is on screen. Of the column only
 * what is drawn, which may begin and end in the middle of a day.
 */
export function daysOf(column: readonly Entry[], drawn: readonly Standing[]): Day[] {
  const days: { key: string; at: number; entries: Standing[] }[] = []
  const wanted = new Set<Entry>(drawn)
  let day: DayEntry | null = null
  for (const entry of column) {
    if (entry.kind === 'day') day = entry
    else if (wanted.has(entry)) {
      if (day !== null) days.push({ key: day.key, at: day.at, entries: [] })
      day = null
      days.at(-1)?.entries.push(entry)
    }
  }
  return days
}

/** A message of ours that the server hasn't confirmed looks like any other that waits. */
function messageOf(
  { dialog, at, body, state }: Outgoing,
  author: MessageView['author']
): MessageView {
  return {
    id: body.id,
    dialog,
    seq: 0,
    sortAt: at,
    at,
    from: 'member',
    author,
    kind: body.files.length > 0 ? 'files' : 'text',
    text: body.text,
    folded: null,
    label: null,
    files: [],
    topic: body.subject ?? null,
    hasOriginal: false,
    service: false,
    edited: false,
    deleted: false,
    replyTo: null,
    status: state === 'refused' ? 'failed' : 'queued',
    statusAt: null,
    failure: null,
    nextAt: null,
    reactions: [],
    acts: [],
  }
}
