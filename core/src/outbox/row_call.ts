import { callAbandoned } from './call_failures.ts'
import type { Lease, RowPlan } from './executor.ts'
import type { Json } from '../json.ts'
import type { Lane } from './lane_turns.ts'
import type { Mark } from './marker.ts'
import type { Entry } from './order.ts'
import type { Call } from '../outgoing.ts'
import type { OutboxRow, RowStore } from './store.ts'

/** What calls of one owner share. */
export type CallDeps = {
  readonly now: () => number
  readonly lease: Pick<Lease, 'assertHeld' | 'fence'>
  readonly rows: Pick<RowStore<never>, 'keep'>
  readonly mark: (row: OutboxRow) => Promise<Mark>
  /** It didn't end when told to. */
  readonly onAbandoned: (call: RowCall) => void
}

/** One attempt of one row, as its plugin sees it. Made for every call, so it makes nothing that nobody asks for. */
export class RowCall implements Call {
  readonly entry: Entry
  readonly row: OutboxRow
  readonly lane: Lane
  readonly plan: RowPlan
  /** Where it stands among calls that wait for their deadline: see `deadlines.ts`. */
  line: object | undefined
  before: RowCall | undefined
  after: RowCall | undefined
  until = 0
  readonly #deps: CallDeps
  #kept: Json | undefined
  #begunAt: number | undefined
  #mark: Mark | undefined
  #noting: Promise<void> | undefined
  #refusal: unknown
  #isClosed = false
  #isMade = false
  #abort: AbortController | undefined
  #abortReason: unknown

  constructor(deps: CallDeps, entry: Entry, lane: Lane, plan: RowPlan) {
    this.entry = entry
    this.row = entry.row
    this.lane = lane
    this.plan = plan
    this.#deps = deps
    this.#kept = entry.row.kept
  }

  get callId(): string {
    return this.row.callId
  }

  get attempt(): number {
    return this.row.attempt + 1
  }

  get begunAt(): number | undefined {
    return this.row.begunAt
  }

  get kept(): Json | undefined {
    return this.#kept
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController()
      if (this.#abortReason !== undefined) this.#abort.abort(this.#abortReason)
    }
    return this.#abort.signal
  }

  async keep(value: Json): Promise<void> {
    await this.#deps.rows.keep(this.#deps.lease.fence, this.row.id, value)
    this.#kept = value
  }

  async begin(): Promise<void> {
    try {
      if (this.#isClosed) throw callAbandoned()
      this.#deps.lease.assertHeld()
      if (this.#begunAt === undefined && this.plan.idempotent !== true) {
        this.#mark = await this.#deps.mark(this.row)
        // The mark may have waited for the database, and the call may have been given up meanwhile.
        if (this.isClosed) throw callAbandoned()
        this.#deps.lease.assertHeld()
      }
      this.#begunAt ??= this.#deps.now()
    } catch (error) {
      this.#refusal = error
      throw error
    }
  }

  /** Of one that marks nothing: that it is under way, for whoever wants to cancel it. Never fails. */
  note(): void {
    if (this.plan.idempotent !== true || this.row.begunAt !== undefined) return
    this.#noting = this.#deps.mark(this.row).then(
      (mark) => void (this.#mark = mark),
      // Cancelled before, or nobody's any more: its end will say.
      () => {}
    )
  }

  /** Its note is on the way: the end must take it along. */
  get noting(): Promise<void> | undefined {
    return this.#noting
  }

  /** When this attempt began, by its own word. */
  get ownBegunAt(): number | undefined {
    return this.#begunAt
  }

  get ownMark(): Mark | undefined {
    return this.#mark
  }

  /** Why `begin` was refused, whatever the plugin made of it. */
  get refusal(): unknown {
    return this.#refusal
  }

  /** Its plugin was asked to make it; before, it is only looked at. */
  get isMade(): boolean {
    return this.#isMade
  }

  make(): ReturnType<RowPlan['run']> {
    this.#isMade = true
    return this.plan.run(this)
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Tells the call to end. */
  abort(reason: unknown): void {
    this.#abortReason ??= reason
    this.#abort?.abort(reason)
  }

  /** It didn't end when told to. */
  abandon(): void {
    if (!this.#isClosed) this.#deps.onAbandoned(this)
  }

  /** From now on nothing may begin. */
  close(): void {
    this.#isClosed = true
  }
}
