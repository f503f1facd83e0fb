import type { Json } from '../json.ts'
import type { Ran, RowPlan } from '../outbox/executor.ts'
import type { OutboxRow } from '../outbox/store.ts'
import type { Call, Found } from '../outgoing.ts'
import type { Step } from '../step.ts'
import { parse } from './executor.ts'

export type FindStep = (name: string) => Step | undefined

/** undefined: nobody here knows the step. Throws `rejected` for an input that doesn't parse any more. */
export function planStep(find: FindStep, row: OutboxRow): RowPlan | undefined {
  const step = find(row.step)
  if (!step) return undefined
  const input = parse(step.input, JSON.parse(row.input) as Json, row.step)
  return new StepPlan(find, step, row.step, input)
}

/** A class, since every row makes one: methods are shared. */
class StepPlan implements RowPlan {
  readonly idempotent = false
  readonly ifUnknown: RowPlan['ifUnknown']
  readonly reconcile?: (call: Call) => Promise<Found<Ran>>
  readonly #find: FindStep
  readonly #step: Step
  readonly #name: string
  readonly #input: unknown

  constructor(find: FindStep, step: Step, name: string, input: unknown) {
    this.#find = find
    this.#step = step
    this.#name = name
    this.#input = input
    this.ifUnknown = step.ifUnknown ?? 'ask'
    if (step.reconcile !== undefined)
      this.reconcile = async (call) => (await this.#now().reconcile?.(input, call)) ?? 'unknown'
  }

  run(call: Call): Promise<Ran> {
    return this.#now().run(this.#input, call)
  }

  /** What it throws is core's to judge. */
  judge(): undefined {}

  /** Asked again at each attempt: the session that laid the step may be another by now. */
  #now(): Step {
    return this.#find(this.#name) ?? this.#step
  }
}
