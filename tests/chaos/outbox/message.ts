import type { Priority } from '@svyaz/core'
import { z } from 'zod'

/** What one row sends, and how the sink names it. */
export const message = z.object({
  /** Kind and id. */
  owner: z.string(),
  dialog: z.string(),
  priority: z.enum(['operator', 'robot', 'marketing']) satisfies z.ZodType<Priority>,
  /** Rises by one in the order of enqueueing, within dialog, priority and `due` or not. */
  number: z.number(),
  /** 0: enqueued; 1: handed on by its parent of the same number. */
  part: z.number(),
  /** Hands on a part 1. */
  follows: z.boolean(),
  /** Not before then, epoch milliseconds. */
  due: z.number().nullable(),
})

export type Message = z.infer<typeof message>

/** What must be in order among itself; what has a date of its own is in none. */
export function lineOf({ dialog, priority, due }: Message): string {
  return `${dialog}/${priority}${due === null ? '' : '/timed'}`
}

export function nameOf(one: Message): string {
  return `${lineOf(one)}/${String(one.number)}/${String(one.part)}`
}

/**
 * How a step stands to repeats. `free` never calls `begin()`, `again` calls it and is repeated unasked: the sink drops
 * their repeats. `look` finds out by `reconcile`, `ask` can't: a person decides. The sink drops nothing of theirs.
 */
export const modes = ['free', 'again', 'look', 'ask'] as const
export type Mode = (typeof modes)[number]

export function dropsRepeats(mode: Mode): boolean {
  return mode === 'free' || mode === 'again'
}

/** One request as the sink gets it. */
export type Sent = Message & {
  readonly callId: string
  readonly lane: string
  readonly mode: Mode
  readonly attempt: number
  readonly pid: number
  /** Right before `begin()`; wall clocks are the machine's one. */
  readonly at: number
  /** When the outbox looked for the last time whether its lease holds, before `begin()` let the call go; else `at`. */
  readonly checkedAt: number
}

/** `taken`: shown to the client. `repeat`: dropped, it was shown before. `refused`: answered "not now", not shown. */
export type Recorded = Sent & {
  readonly arrivedAt: number
  readonly answer: 'taken' | 'repeat' | 'refused'
}
