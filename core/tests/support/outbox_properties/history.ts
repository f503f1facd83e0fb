import type { CallEnd, Clock } from '@svyaz/core'
import { comparePlaces, rankOf } from '../../../src/outbox/order.ts'
import type { OwnerNo, OwnerRecord } from '../../../src/outbox/store.ts'
import type { Priority } from '../../../src/outgoing.ts'
import type { Pacing } from '../../../src/pacing.ts'
import type { Start } from '../pace_checks.ts'
import type { Look, Paused, RowSpec, World } from './world.ts'

/** When something happened: `seq` tells apart what happened in one millisecond. */
export type Moment = { readonly at: number; readonly seq: number }
export const never: Moment = { at: Infinity, seq: Infinity }

export type KnownRow = {
  readonly id: string
  readonly owner: OwnerNo
  /** Of a root: its place in `Owner.rows`. */
  readonly name: string
  readonly spec: RowSpec
  readonly lane: string
  readonly key: string
  readonly priority: Priority
  readonly batch: string | undefined
  readonly firstContact: RowSpec['firstContact']
  readonly toGroup: boolean
  readonly notBefore: number
  /** By the rule, not by the store: a row that follows another stands in its place. */
  readonly place: readonly number[]
  /** When it was to be done: from its enqueue, or a requeue, to its end. */
  readonly spans: { readonly from: Moment; to: Moment }[]
}

export type Attempt = Moment & {
  readonly row: KnownRow
  readonly process: number
  readonly pacing: Pacing
  /** The engine knew that it may have been done. */
  readonly isPinned: boolean
  readonly looks: Look[]
  begunAt: number | undefined
  /** What the platform said; undefined: no answer came. */
  answer: 'done' | 'not_done' | undefined
  /** Its function ended. */
  ended: Moment
  /** What became of it was committed. */
  settled: Moment
  nextAt: number | undefined
}

export type Rest = {
  readonly owner: OwnerNo
  readonly what: 'lane' | 'key' | 'first_contact'
  readonly lane: string
  readonly key: string
  readonly from: Moment
  readonly until: number
}

export type Holding = Moment & {
  readonly owner: OwnerNo
  readonly process: number
  readonly afterCrash: boolean
}

/** Everything that happened in one world, as somebody saw it who isn't part of the engine. */
export class History {
  readonly world: World
  readonly owners: OwnerRecord[] = []
  readonly rows: Map<string, KnownRow> = new Map()
  readonly attempts: Attempt[] = []
  readonly ends: (Moment & { readonly end: CallEnd })[] = []
  readonly rests: Rest[] = []
  readonly pauses: Paused[] = []
  readonly holdings: Holding[] = []
  /** Ids that somebody was told are cancelled. */
  readonly cancelled: Map<string, Moment> = new Map()
  /** A person asked for them once more. */
  readonly askedAgain: (Moment & { readonly id: string })[] = []
  /** Processes, settings and gates: what may hold things up for a while. */
  readonly disturbances: number[] = []
  readonly deaths: { readonly process: number; readonly from: number; to: number }[] = []
  readonly births: { readonly process: number; readonly from: number; to: number }[] = []
  /** Owners of rows that were started and of which the platform never heard. */
  readonly silentStarts: Set<OwnerNo> = new Set()
  /** A begin in spite of a lease that is gone. */
  readonly trespasses: string[] = []
  /** Still to do when everything was over. */
  left: readonly string[] = []
  /** A row's first `nextSendAt` and so on: what the store showed at the end. */
  ended: readonly string[] = []
  finishedAt: number = Infinity
  readonly #clock: Clock
  #seq = 0

  constructor(world: World, clock: Clock) {
    this.world = world
    this.#clock = clock
  }

  now(): Moment {
    return { at: this.#clock.now(), seq: ++this.#seq }
  }

  disturbed(): void {
    this.disturbances.push(this.#clock.now())
  }

  wasDisturbed(from: number, to: number): boolean {
    return this.disturbances.some((at) => at >= from && at <= to)
  }

  row(id: string): KnownRow {
    const row = this.rows.get(id)
    if (row === undefined) throw new Error(`row ${id} came from nowhere`)
    return row
  }

  add(row: Omit<KnownRow, 'spans'>): void {
    this.rows.set(row.id, { ...row, spans: [{ from: this.now(), to: never }] })
  }

  close(id: string): void {
    const span = this.row(id).spans.at(-1)
    if (span?.to.seq === Infinity) span.to = this.now()
  }

  holder(owner: OwnerNo): number | undefined {
    return this.holdings.findLast((one) => one.owner === owner)?.process
  }

  startsOf(owner: OwnerNo, before: Moment): readonly Start[] {
    return this.attempts
      .filter((one) => one.row.owner === owner && one.seq < before.seq)
      .map(startOf)
  }

  /** Is it kept back by a person? */
  isPaused(row: KnownRow, at: number): boolean {
    return this.pauses.some((pause) => concerns(pause, row) && pause.from <= at && at < pause.to)
  }
}

export function startOf({ row, at, pacing }: Attempt): Start {
  const { lane, key, priority, toGroup, firstContact } = row
  return { lane, at, pacing, row: { key, priority, toGroup, firstContact } }
}

export function concerns({ owner, lane, batch }: Paused, row: KnownRow): boolean {
  if (batch !== undefined) return row.batch === batch
  return row.owner === owner && (lane === undefined || row.lane === lane)
}

export function isPresent({ spans }: KnownRow, { seq }: Moment): boolean {
  return spans.some(({ from, to }) => from.seq < seq && seq < to.seq)
}

export function sameKey(one: KnownRow, other: KnownRow): boolean {
  return one.owner === other.owner && one.key === other.key
}

/** Whose turn is first, of two that wait in one key. */
export function compareTurns(one: KnownRow, other: KnownRow): number {
  return rankOf(one.priority) - rankOf(other.priority) || comparePlaces(one.place, other.place)
}

export function title({ name, id, lane, key, priority }: KnownRow): string {
  return `${name} (row ${id}, ${lane}, key ${key}, ${priority})`
}
