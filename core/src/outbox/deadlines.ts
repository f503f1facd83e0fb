import { createAlarm } from './alarm.ts'
import { callAbandoned } from './call_failures.ts'
import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { RowCall } from './row_call.ts'

/** Ends calls that take too long. One timer for all of them. */
export interface Deadlines {
  watch(call: RowCall, withinMs: Millis): void
  /** Tells it to end now, within the grace that is given to calls that are late. */
  abort(call: RowCall, reason: unknown): void
  unwatch(call: RowCall): void
  cancel(): void
}

/** How long a call that was told to end may take to do so. */
export const abortGraceMs: Millis = 30_000

export function createDeadlines(clock: Clock): Deadlines {
  const waiting = new Map<Millis, Line>()
  const told = new Line()
  const alarm = createAlarm(clock, () => look())

  const look = () => {
    const now = clock.monotonic()
    for (let call = told.first; call !== undefined && call.until <= now; call = told.first) {
      told.remove(call)
      call.abandon()
    }
    for (const line of waiting.values())
      for (let call = line.first; call !== undefined && call.until <= now; call = line.first)
        tell(call, callAbandoned())
    for (const line of [told, ...waiting.values()]) setAlarm(line)
  }
  const setAlarm = ({ first }: Line) => {
    if (first !== undefined) alarm.set(first.until - clock.monotonic())
  }
  const add = (line: Line, call: RowCall, withinMs: Millis) => {
    call.until = clock.monotonic() + withinMs
    line.add(call)
    if (line.first === call) setAlarm(line)
  }
  const remove = (call: RowCall) => {
    if (!told.remove(call)) for (const line of waiting.values()) if (line.remove(call)) return
  }
  const tell = (call: RowCall, reason: unknown) => {
    remove(call)
    add(told, call, abortGraceMs)
    call.abort(reason)
  }

  return {
    watch: (call, withinMs) => {
      let line = waiting.get(withinMs)
      if (line === undefined) {
        line = new Line()
        waiting.set(withinMs, line)
      }
      add(line, call, withinMs)
    },
    unwatch: remove,
    abort: tell,
    cancel: () => alarm.cancel(),
  }
}

/** Calls with the same deadline in the order in which they began, so the first is the next to end. */
class Line {
  first: RowCall | undefined
  #last: RowCall | undefined

  add(call: RowCall): void {
    call.line = this
    call.before = this.#last
    call.after = undefined
    if (this.#last === undefined) this.first = call
    else this.#last.after = call
    this.#last = call
  }

  /** false: it stands in another. */
  remove(call: RowCall): boolean {
    if (call.line !== this) return false
    const { before, after } = call
    if (before === undefined) this.first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
    call.line = undefined
    call.before = undefined
    call.after = undefined
    return true
  }
}
