/** What the stream changes. The one piece of global state: everything else is asked from the server anew. */
import type {
  ActView,
  Changes,
  Counters,
  DialogRow,
  DialogView,
  MessageView,
  SendBody,
} from '@app/inbox/views'
import type { SendTime } from '@app/queue/views'
import type { OwnerState } from '@svyaz/core'
import { reactive, shallowReactive } from 'vue'

/** A stretch of a dialog's messages, oldest first. `newer`: its end isn't the dialog's end. */
export type Stretch = {
  items: MessageView[]
  older: boolean
  newer: boolean
  /** Where the dialog was opened; the line «new messages» stands above it. */
  firstUnread: string | null
}

/** An edit, a removal or a reaction as somebody here has just asked for it. */
export type Wish = Pick<ActView, 'act' | 'text' | 'emoji'>

export type OutgoingState = 'waiting' | 'refused'

/** A message that the server hasn't confirmed yet. Its id stays the same in every repeat. */
export type Outgoing = {
  readonly dialog: string
  readonly at: number
  readonly body: SendBody
  /** Ids of uploads that must end first. */
  readonly uploads: readonly string[]
  /** Names of files that were not uploaded when the page was loaded anew. */
  readonly lost: readonly string[]
  /** The ticket ends with it. */
  readonly closes: boolean
  state: OutgoingState
  refusal: unknown
}

export type Typing = { readonly who: string | null; readonly until: number }

const nothingCounted: Counters = { unanswered: 0, unread: 0, mine: 0, lines: {}, seq: -1 }

export const live = reactive({
  /** Whose data this is: another company empties everything. */
  company: '',
  /** Who is looking. */
  member: '',
  /** -1: nothing is loaded yet that could be followed from. */
  seq: -1,
  /** The newest number that was heard of, also while nothing is loaded: pages without lists look again. */
  announced: -1,
  /** 'lost' only after a while, so that a short break doesn't flicker. */
  connection: 'connecting' as 'connecting' | 'live' | 'lost',
  /** When everything on screen was last known to be true. */
  freshAt: Date.now(),
  counters: nothingCounted,
  /** Raised when too much was missed: lists and stretches load anew. */
  generation: 0,
})

export const dialogs = shallowReactive(new Map<string, DialogRow>())
export const views = shallowReactive(new Map<string, DialogView>())
export const stretches = shallowReactive(new Map<string, Stretch>())
export const typing = shallowReactive(new Map<string, Typing>())
/** When messages that wait go out, by their ids. */
export const sendTimes = shallowReactive(new Map<string, SendTime>())
export const accountStates = shallowReactive(new Map<string, OwnerState>())
/** What the person wants of a message and the server hasn't answered, by the message's id. */
export const wishes = shallowReactive(new Map<string, Wish>())
export const outgoing = reactive<Outgoing[]>([])

const keptStretches = 20

export function forget(company: string): void {
  live.company = company
  live.seq = -1
  live.announced = -1
  live.counters = nothingCounted
  live.generation++
  for (const map of [dialogs, views, stretches, typing, sendTimes, accountStates, wishes])
    map.clear()
  outgoing.splice(0)
}

/** A row or a message never goes back to an older state, whichever answer comes last. */
export function applyRows(rows: readonly DialogRow[]): void {
  for (const row of rows) {
    const known = dialogs.get(row.id)
    if (known === undefined || known.seq <= row.seq) dialogs.set(row.id, row)
  }
}

export function applyMessages(messages: readonly MessageView[]): void {
  const byDialog = Map.groupBy(messages, (message) => message.dialog)
  for (const [dialog, fresh] of byDialog) {
    settleOutgoing(fresh)
    const stretch = stretches.get(dialog)
    if (stretch !== undefined) stretches.set(dialog, mergeInto(stretch, fresh))
  }
}

export function applyChanges(changes: Changes): void {
  live.freshAt = Date.now()
  if (changes.reset) {
    live.seq = changes.seq
    stretches.clear()
    views.clear()
    live.generation++
    return
  }
  const before = new Map(changes.dialogs.map(({ id }) => [id, dialogs.get(id)]))
  applyRows(changes.dialogs)
  applyMessages(changes.messages)
  live.seq = Math.max(live.seq, changes.seq)
  for (const tell of listeners) tell(changes, before)
}

/** Rows as they were known before a change; undefined: not known at all. */
export type RowsBefore = ReadonlyMap<string, DialogRow | undefined>
type Listener = (changes: Changes, before: RowsBefore) => void
const listeners = new Set<Listener>()

/** Told of everything that the stream has brought. Returns how to stop. */
export function onChanges(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function keepStretch(dialog: string, stretch: Stretch): void {
  stretches.delete(dialog)
  stretches.set(dialog, stretch)
  for (const oldest of stretches.keys()) {
    if (stretches.size <= keptStretches) break
    stretches.delete(oldest)
  }
}

export function mergeInto(stretch: Stretch, fresh: readonly MessageView[]): Stretch {
  const items = new Map(stretch.items.map((message) => [message.id, message]))
  const first = stretch.items[0]
  for (const message of fresh) {
    const known = items.get(message.id)
    if (known !== undefined) {
      if (known.seq <= message.seq) items.set(message.id, message)
    } else if (belongs(message, stretch, first)) {
      items.set(message.id, message)
    }
  }
  return { ...stretch, items: [...items.values()].sort(byTime) }
}

/** What lies outside of the loaded stretch comes when the person scrolls there. */
function belongs(message: MessageView, stretch: Stretch, first?: MessageView): boolean {
  if (stretch.older && first !== undefined && byTime(message, first) < 0) return false
  const last = stretch.items.at(-1)
  return !stretch.newer || (last !== undefined && byTime(message, last) < 0)
}

export function byTime(left: MessageView, right: MessageView): number {
  return left.sortAt - right.sortAt || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0)
}

function settleOutgoing(fresh: readonly MessageView[]): void {
  for (const { id } of fresh) {
    const index = outgoing.findIndex((one) => one.body.id === id)
    if (index >= 0) outgoing.splice(index, 1)
  }
}
