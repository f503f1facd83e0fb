import { createAlarm } from './alarm.ts'
import { callAbandoned } from './call_failures.ts'
import type { Clock } from '../clock.ts'
import type { Millis } from '../json.ts'
import type { RowCall } from './row_call.ts'

/** Ends calls that take too long, and has those noted that take a while. One timer for all of them. */
export interface Deadlines {
  watch(call: RowCall, withinMs: Millis): void
  /** Tells it to end now, within the grace that is given to calls that are late. */
  abort(call: RowCall, reason: unknown): void
  unwatch(call: RowCall): void
  cancel(): void
}

/** How long a call that was told to end may take to do so. */
export const abortGraceMs: Millis = 30_000

/**
 * Whoever cancels a call that takes longer is told that it is under way, even if its step marks nothing. Not at once: a
 * note costs as much as a mark, and most calls have ended by then.
 */
const notedAfterMs: Millis = 100

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
    for (const [withinMs, line] of waiting) {
      for (let call = line.first; call !== undefined && call.until <= now; call = line.first)
        tell(call, callAbandoned())
      const began = now + withinMs - notedAfterMs
      for (
        let call = line.unnoted;
        call !== undefined && call.until <= began;
        call = line.unnoted
      ) {
        line.unnoted = call.after
        call.note()
      }
      setAlarm(line.first)
      setAlarm(line.unnoted, withinMs - notedAfterMs)
    }
    setAlarm(told.first)
  }
  const setAlarm = (call: RowCall | undefined, beforeMs: Millis = 0) => {
    if (call !== undefined) alarm.set(call.until - beforeMs - clock.monotonic())
  }
  const add = (line: Line, call: RowCall, withinMs: Millis) => {
    call.until = clock.monotonic() + withinMs
    line.add(call)
  }
  const remove = (call: RowCall) => {
    if (!told.remove(call)) for (const line of waiting.values()) if (line.remove(call)) return
  }
  const tell = (call: RowCall, reason: unknown) => {
    remove(call)
    add(told, call, abortGraceMs)
    if (told.first === call) setAlarm(call)
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
      if (line.unnoted === call) setAlarm(call, Math.max(withinMs - notedAfterMs, 0))
    },
    unwatch: remove,
    abort: tell,
    cancel: () => alarm.cancel(),
  }
}

/** Calls with the same deadline in the order in which they began, so the first is the next to end. */
class Line {
  first: RowCall | undefined
  /** The first that wasn't asked to note itself; all behind it weren't either. */
  unnoted: RowCall | undefined
  #last: RowCall | undefined

  add(call: RowCall): void {
    call.line = this
    call.before = this.#last
    call.after = undefined
    if (this.#last === undefined) this.first = call
    else this.#last.after = call
    this.#last = call
    this.unnoted ??= call
  }

  /** false: it stands in another. */
  remove(call: RowCall): boolean {
    if (call.line !== this) return false
    const { before, after } = call
    if (this.unnoted === call) this.unnoted = after
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
