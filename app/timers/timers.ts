import type { DeskParts } from '#app/desk/transact'
import type { Sql } from '@svyaz/core'
import { closeIdle } from './close_idle.js'
import { dueMessages, dueSnoozes, idleTickets, nextDue, type Due } from './queries/due.js'
import { sendDue } from './send_due.js'
import { wakeDialog } from './wake_dialog.js'

/** Somebody may have set a sooner time on another node. */
const longestMs = 5_000
const idleEveryMs = 60_000
/** Of a kind and round; when there are more, the next round follows at once. */
const most = 100

export type TimerParts = {
  readonly desk: DeskParts
  readonly sql: Sql
  failed(error: unknown, timer: string): void
  readonly now?: () => number
}

type Timer = {
  readonly name: string
  readonly due: (sql: Sql, now: number, most: number) => Promise<readonly Due[]>
  readonly ring: (desk: DeskParts, due: Due) => Promise<void>
}

const soon: readonly Timer[] = [
  { name: 'snooze', due: dueSnoozes, ring: wakeDialog },
  { name: 'send later', due: dueMessages, ring: sendDue },
]
const idle: Timer = { name: 'idle ticket', due: idleTickets, ring: closeIdle }

/**
 * What happens at a time: dialogs come back, messages with a date go, idle tickets close. Each is one command that looks
 * again under its lock, so that two nodes do it once, and a crash neither loses nor doubles it.
 */
export function startTimers(parts: TimerParts): () => Promise<void> {
  const stopping = new AbortController()
  const running = goOn(parts, stopping.signal)
  return async () => {
    stopping.abort()
    await running
  }
}

async function goOn(parts: TimerParts, signal: AbortSignal): Promise<void> {
  const now = parts.now ?? Date.now
  let idleAt = now()
  while (!signal.aborted) {
    const isIdleTime = now() >= idleAt
    if (isIdleTime) idleAt = now() + idleEveryMs
    const waitMs = await ringDue(parts, isIdleTime ? [...soon, idle] : soon, signal).catch(
      (error: unknown) => {
        parts.failed(error, 'all')
        return longestMs
      }
    )
    await rest(waitMs, signal)
  }
}

/** Rings all that is due; how long the next can wait. */
export async function ringDue(
  parts: TimerParts,
  timers: readonly Timer[] = [...soon, idle],
  signal?: AbortSignal
): Promise<number> {
  const now = (parts.now ?? Date.now)()
  let isFull = false
  let hasFailed = false
  for (const timer of timers) {
    const due = await timer.due(parts.sql, now, most)
    isFull ||= due.length === most
    for (const one of due) {
      if (signal?.aborted) return 0
      await timer.ring(parts.desk, one).catch((error: unknown) => {
        hasFailed = true
        parts.failed(error, timer.name)
      })
    }
  }
  // What failed is due still: it gets its next try in a while.
  if (hasFailed) return longestMs
  if (isFull) return 50
  const at = await nextDue(parts.sql)
  return at === null ? longestMs : Math.min(longestMs, Math.max(50, at - now))
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    timer.unref()
    signal.addEventListener('abort', done)
  })
}
