import type { z } from 'zod'
import type { Json } from './json.ts'
import type { Call, Found, Priority } from './outgoing.ts'

/** A row-to-be of the same owner. */
export type Planned = {
  readonly step: string
  /** What must keep its order: rows of one owner and key run one after the other, whatever their lanes. */
  readonly key: string
  readonly input: Json
  /** Epoch milliseconds; the row joins its key when due. */
  readonly notBefore?: number
  /** Default: the parent's, or `robot`. */
  readonly priority?: Priority
  /** Unique per owner, also after the row is gone (30 days): a second enqueue does nothing. */
  readonly once?: string
}

/** Everything a plugin stores, so that one commit can hold it together. */
export interface StateChange {
  readonly put?: ReadonlyMap<string, Uint8Array>
  /** Epoch milliseconds, of keys in `put`. */
  readonly expires?: ReadonlyMap<string, number>
  readonly remove?: readonly string[]
}

/** Committed together with a row's end, or with events. */
export type Outcome = {
  readonly commit?: StateChange
  /** Rows that stand in the parent's place, before every later row of its key; in another key: at its tail. */
  readonly then?: readonly Planned[]
  /** Topics told after the commit. */
  readonly wake?: readonly string[]
}

/** One call that isn't a message: what comes after a send, or what an endpoint hands on. */
export interface Step<Input = unknown, Lane extends string = string> {
  readonly lane: Lane
  /** Parsed when the row is made and again before `run`, so that wrong names and old shapes fail loudly. */
  readonly input: z.ZodType<Input>
  /** A step that never calls `begin()` is repeatable and simply runs again after a crash. */
  run(input: Input, call: Call): Promise<Outcome & { readonly result?: Json }>
  /** After a `begin()` without an end: look for what it would have made. */
  reconcile?(input: Input, call: Call): Promise<Found<Outcome>>
  /** When nobody can say whether it was done; default: ask a person. */
  readonly ifUnknown?: 'ask' | 'repeat' | 'drop'
}

/** The identity; it is there so that `run` knows the type of its input. */
export function step<Input, Lane extends string>(
  definition: Step<Input, Lane>
): Step<unknown, Lane> {
  return definition
}
