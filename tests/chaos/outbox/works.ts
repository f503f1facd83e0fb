import { Failure, step, type Call, type Outcome, type Step, type Work } from '@svyaz/core'
import { flawOf } from './flaws.ts'
import { kinds, lanesOf, type Kind } from './kinds.ts'
import { message, modes, type Message, type Mode } from './message.ts'
import type { SinkClient } from './sink_client.ts'
import type { Watch } from './watch.ts'

export type WorkOptions = {
  readonly sink: SinkClient
  readonly watch: Watch
  readonly seed: number
  readonly hasFlaws: boolean
}

/** The app's own work: every kind with a step per lane and mode. */
export function worksOf(options: WorkOptions): { readonly [kind: string]: Work } {
  const names = Object.keys(kinds) as Kind[]
  return Object.fromEntries(
    names.map((kind) => [kind, { lanes: kinds[kind], steps: stepsOf(kind, options) }])
  )
}

export function stepName(lane: string, mode: Mode): string {
  return `${lane}_${mode}`
}

function stepsOf(kind: Kind, options: WorkOptions): { readonly [name: string]: Step } {
  return Object.fromEntries(
    lanesOf(kind).flatMap((lane) =>
      modes.map((mode) => [stepName(lane, mode), sending(options, lane, mode)])
    )
  )
}

function sending(options: WorkOptions, lane: string, mode: Mode): Step {
  const run = async (one: Message, call: Call) => {
    stumble(options, one, call)
    const at = Date.now()
    if (mode !== 'free') await call.begin()
    const checkedAt = mode === 'free' ? at : options.watch.lookedAt
    const { callId, attempt } = call
    const { pid } = process
    const sent = { ...one, callId, lane, mode, attempt, pid, at, checkedAt }
    const status = await options.sink.send(sent)
    if (status !== 200) throw refusal(options, one, status)
    return outcomeOf(lane, mode, one)
  }
  const reconcile = async (one: Message, call: Call) => {
    if (!(await options.sink.has(call.callId))) return 'not_done'
    return { candidates: [outcomeOf(lane, mode, one)] as const }
  }
  return step({
    lane,
    input: message,
    run,
    ...(mode === 'look' && { reconcile }),
    ...(mode === 'again' && { ifUnknown: 'repeat' }),
  })
}

function outcomeOf(lane: string, mode: Mode, one: Message): Outcome {
  if (!one.follows) return {}
  const next = { ...one, part: 1, follows: false }
  return { then: [{ step: stepName(lane, mode), key: one.dialog, input: next }] }
}

/** Before anything leaves, at the first attempt. */
function stumble({ seed, hasFlaws }: WorkOptions, one: Message, call: Call): void {
  if (!hasFlaws || call.attempt > 1 || flawOf(seed, one)?.what !== 'stumble') return
  throw new Failure('transient', {
    code: 'E_CHAOS_STUMBLE',
    reason: { ru: 'Не вышло, ещё раз.', en: 'It did not work, once more.' },
  })
}

function refusal({ seed }: WorkOptions, one: Message, status: number): Failure {
  const flaw = flawOf(seed, one)
  const reason = { ru: 'Не сейчас.', en: 'Not now.' }
  if (status === 429 && flaw?.what === 'too_fast')
    return new Failure('rate_limited', { code: 'E_CHAOS_TOO_FAST', reason, pause: flaw.pause })
  return new Failure('transient', { code: 'E_CHAOS_BUSY', reason })
}
