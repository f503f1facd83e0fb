import type { Call, Found, Json } from '@svyaz/core'
import type { Executor, Ran, RowPlan } from '../../../src/outbox/executor.ts'
import type { OutboxRow, OwnerRecord } from '../../../src/outbox/store.ts'
import type { Pacing } from '../../../src/pacing.ts'
import { aFailure } from '../outbox_world.ts'
import { never, type Attempt, type History, type KnownRow } from './history.ts'
import type { Process } from './process.ts'
import { callDeadlineMs, type Act, type LaneName } from './world.ts'

export type Seat = { readonly no: number; readonly process: Process }

const plainAct: Act = { do: 'done', beforeMs: 0, afterMs: 0 }

/** What stands behind the outbox: does what each row's script says, and writes down what it saw. */
export class Platform {
  readonly #history: History
  readonly #made = new Map<string, number>()
  readonly #looked = new Map<string, number>()

  constructor(history: History) {
    this.#history = history
  }

  executor(seat: Seat): Executor {
    return {
      serves: () => ({ plugins: ['test'], work: [] }),
      pacing: pacingOf,
      lay: (_owner, { step, input }) => ({ lane: step, input: JSON.stringify(input) }),
      plan: (owner, row) => this.#plan(seat, owner, row),
    }
  }

  #plan(seat: Seat, owner: OwnerRecord, row: OutboxRow): RowPlan {
    const { idempotent, ifUnknown, looks } = this.#history.row(row.id).spec
    let attempt: Attempt | undefined
    const begun = () => (attempt ??= this.#attempt(seat, owner, row))
    return {
      idempotent,
      ifUnknown,
      judge: () => undefined,
      deadlineMs: callDeadlineMs,
      run: async (call) => {
        const own = begun()
        try {
          return await this.#make(seat, own, call)
        } finally {
          own.ended = this.#history.now()
        }
      },
      ...(looks !== undefined && { reconcile: async () => this.#look(begun()) }),
    }
  }

  #attempt({ no }: Seat, owner: OwnerRecord, row: OutboxRow): Attempt {
    const attempt: Attempt = {
      ...this.#history.now(),
      row: this.#history.row(row.id),
      process: no,
      pacing: pacingOf(owner, row.lane),
      isPinned: row.begunAt !== undefined,
      looks: [],
      begunAt: undefined,
      answer: undefined,
      ended: never,
      settled: never,
      nextAt: undefined,
    }
    this.#history.attempts.push(attempt)
    return attempt
  }

  async #make(seat: Seat, attempt: Attempt, call: Call): Promise<Ran> {
    const { row } = attempt
    const nth = this.#made.get(row.id) ?? 0
    this.#made.set(row.id, nth + 1)
    const act = row.spec.acts[nth] ?? plainAct
    const sleep = (ms: number) => (ms > 0 ? seat.process.clock.sleep(ms, call.signal) : undefined)
    await sleep(act.beforeMs)
    if (act.do === 'broken') throw new TypeError('undefined is not a function')
    if (act.do === 'refused' && act.failure?.isLate !== true) throw this.#refusal(attempt, act)
    if (row.spec.begins || act.do !== 'done') await this.#begin(seat, attempt, call)
    await sleep(act.do === 'hangs' ? 2 * callDeadlineMs : act.afterMs)
    if (act.do === 'refused') throw this.#refusal(attempt, act)
    if (act.do === 'answer_lost') throw new Error('socket hang up')
    attempt.answer = 'done'
    return { then: row.spec.then.map((next, index) => followed(row, next, index, seat)) }
  }

  /** From here on bytes leave: nobody may do so who doesn't hold the owner. */
  async #begin({ no }: Seat, attempt: Attempt, call: Call): Promise<void> {
    await call.begin()
    attempt.begunAt = this.#history.now().at
    const holder = this.#history.holder(attempt.row.owner)
    if (holder !== no)
      this.#history.trespasses.push(`row ${attempt.row.id} began in ${no}, held by ${holder}`)
  }

  #refusal(attempt: Attempt, { failure }: Act) {
    const { kind = 'transient', pause } = failure ?? {}
    const { owner, lane, key } = attempt.row
    attempt.answer = 'not_done'
    if (pause !== undefined && this.#history.holder(owner) === attempt.process) {
      const from = this.#history.now()
      this.#history.rests.push({
        owner,
        lane,
        key,
        from,
        what: pause.what,
        until: from.at + pause.forMs,
      })
    }
    return aFailure(kind, pause === undefined ? {} : { pause })
  }

  async #look(attempt: Attempt): Promise<Found<Ran>> {
    const { id, spec } = attempt.row
    const nth = this.#looked.get(id) ?? 0
    this.#looked.set(id, nth + 1)
    const look = spec.looks?.[nth] ?? 'done'
    attempt.looks.push(look)
    if (look !== 'not_done') attempt.ended = this.#history.now()
    if (look === 'breaks') throw aFailure('transient')
    if (look === 'done') return { candidates: [{}] }
    return look === 'again' ? { lookAgainIn: 5_000 } : look
  }
}

export function pacingOf({ facts }: OwnerRecord, lane: string): Pacing {
  return (facts as unknown as Record<LaneName, Pacing>)[lane as LaneName]
}

export function asJson(pacing: Readonly<Record<LaneName, Pacing>>): Json {
  return JSON.parse(JSON.stringify(pacing)) as Json
}

function followed(
  row: KnownRow,
  { lane, key = row.key, delay }: KnownRow['spec']['then'][number],
  index: number,
  { process }: Seat
) {
  return {
    step: lane,
    key,
    input: `${row.name}.${index}`,
    ...(delay !== undefined && { notBefore: process.clock.now() + delay }),
  }
}
