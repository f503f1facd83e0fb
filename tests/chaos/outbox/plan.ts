import type { Priority } from '@svyaz/core'
import { lanesOf, type Kind } from './kinds.ts'
import { nameOf, type Message, type Mode } from './message.ts'
import { seeded, type Random } from './random.ts'

/** One row to enqueue; `delayMs`: sent later. */
export type PlannedMessage = {
  readonly message: Message
  readonly mode: Mode
  readonly lane: string
  readonly delayMs?: number
}

export type Batch = {
  readonly owner: { readonly work: Kind; readonly id: string }
  readonly rows: readonly PlannedMessage[]
}

export type PlanOptions = {
  readonly seed: number
  readonly owners: number
  readonly dialogs: number
  /** Those that others hand on included. */
  readonly messages: number
  /** Rows of a batch, at least and at most. */
  readonly batch: readonly [number, number]
  readonly kindOf: (owner: number) => Kind
  readonly modes: readonly Mode[]
  /** In thousandths. */
  readonly timed: number
  readonly following: number
}

/** The same for the same options: whoever enqueues and whoever checks need not talk. */
export function planOf(options: PlanOptions): readonly Batch[] {
  const random = seeded(options.seed)
  const numbers = new Map<string, number>()
  const batches: Batch[] = []
  for (let left = options.messages; left > 0;) {
    const index = batches.length % options.owners
    const kind = options.kindOf(index)
    const rows: PlannedMessage[] = []
    for (let wanted = Math.min(left, random.between(...options.batch)); wanted > 0;) {
      const row = rowOf(options, random, { kind, index, numbers, mayFollow: wanted > 1 })
      rows.push(row)
      const made = row.message.follows ? 2 : 1
      wanted -= made
      left -= made
    }
    batches.push({ owner: { work: kind, id: ownerId(index) }, rows })
  }
  return batches
}

function ownerId(index: number): string {
  return `owner-${String(index)}`
}

type Place = {
  readonly kind: Kind
  readonly index: number
  readonly numbers: Map<string, number>
  readonly mayFollow: boolean
}

function rowOf(options: PlanOptions, random: Random, place: Place): PlannedMessage {
  const each = Math.max(1, Math.floor(options.dialogs / options.owners))
  const dialog = `dialog-${String(place.index * each + random.between(0, each - 1))}`
  const priority = priorityOf(random)
  const mode = random.of(options.modes)
  const isTimed = random.between(0, 999) < options.timed
  // A person who says "was sent" can't say what would have followed.
  const mayFollow = place.mayFollow && !isTimed && mode !== 'ask'
  const follows = mayFollow && random.between(0, 999) < options.following
  const line = `${dialog}/${priority}/${String(isTimed)}`
  const number = place.numbers.get(line) ?? 0
  place.numbers.set(line, number + 1)
  return {
    // The hour of a timed one is known when it is enqueued.
    message: {
      owner: `${place.kind}/${ownerId(place.index)}`,
      dialog,
      priority,
      number,
      part: 0,
      follows,
      due: isTimed ? 0 : null,
    },
    mode,
    lane: random.of(lanesOf(place.kind)),
    ...(isTimed && { delayMs: random.between(500, 5000) }),
  }
}

function priorityOf(random: Random): Priority {
  const lot = random.between(0, 9)
  return lot < 3 ? 'operator' : lot < 7 ? 'robot' : 'marketing'
}

/** Names of everything that must be shown. */
export function expectedOf(batches: readonly Batch[]): ReadonlySet<string> {
  const names = batches.flatMap(({ rows }) =>
    rows.flatMap(({ message }) =>
      message.follows ? [nameOf(message), nameOf({ ...message, part: 1 })] : [nameOf(message)]
    )
  )
  return new Set(names)
}
