import type { z } from 'zod'
import type { ChannelSession } from '../channel.ts'
import type { Executor, RowPlan } from '../outbox/executor.ts'
import type { OutboxRow, OwnerRecord } from '../outbox/store.ts'
import type { Found } from '../outgoing.ts'
import type { Pacing } from '../pacing.ts'
import type { Outcome, Planned } from '../step.ts'
import { contactsPlan, type ContactsParts } from './contacts_plan.ts'
import { actPlan } from './act_op.ts'
import { downloadPlan, readPlan, sendPlan } from './core_steps.ts'
import { createOwnPacings } from './own_pacings.ts'
import { failureOf, noSession, unknownStep, wrongInput } from './failures.ts'
import type { Work } from './hub.ts'
import { planStep, type FindStep } from './step_plan.ts'
import type { Parts } from './parts.ts'
import { actSteps, contactsStep, downloadStep, readStep, sendStep } from './send_op.ts'
import type { Shapes } from './shape.ts'

export type ExecutorParts<Tx> = ContactsParts<Tx> & {
  readonly shapes: Shapes
  readonly roles: ReadonlySet<'sessions' | 'lanes'>
  /** The account's session on this node. */
  session(owner: OwnerRecord): ChannelSession | undefined
  traffic(owner: OwnerRecord): void
}

/** What one kind of row needs to become a plan. */
export type Running = {
  readonly session: () => ChannelSession
  readonly row: OutboxRow
  readonly owner: OwnerRecord
}
export type Core = Pick<RowPlan, 'run' | 'idempotent'> & Partial<Pick<RowPlan, 'reconcile'>>

const slow: Pacing = { intervalMs: 1000 }
const nothing: FindStep = () => undefined

/** Rows → sessions and work. */
export function createExecutor<Tx>(parts: ExecutorParts<Tx>): Executor {
  const works = parts.options.work ?? {}
  const ownPacings = createOwnPacings()
  const finders = new Map<Work, FindStep>(
    Object.values(works).map((work) => [work, (name) => work.steps[name]])
  )
  return {
    serves: () => ({
      plugins: parts.roles.has('sessions') ? parts.registry.ready() : [],
      work: parts.roles.has('lanes') ? Object.keys(works) : [],
    }),
    plan(owner, row) {
      const work = workOf(owner, works)
      if (work) return planStep(finders.get(work) ?? nothing, row)
      if (row.step.startsWith('@')) return planCore(parts, owner, row)
      return planPluginStep(parts, owner, row)
    },
    pacing(owner, lane) {
      const work = workOf(owner, works)
      if (work) return work.lanes[lane] ?? slow
      return ownPacings.of(owner, lane, () => channelPacing(parts, owner, lane))
    },
    lay: (owner, planned) => lay(parts, owner, planned),
  }
}

function workOf(owner: OwnerRecord, works: { readonly [kind: string]: Work }): Work | undefined {
  return 'work' in owner.ref ? works[owner.ref.work] : undefined
}

function channelPacing<Tx>(parts: ExecutorParts<Tx>, owner: OwnerRecord, lane: string): Pacing {
  try {
    const { lanes } = parts.records.capabilities(owner)
    const named: { readonly [lane: string]: Pacing | undefined } = lanes
    return named[lane] ?? lanes.send
  } catch {
    return slow
  }
}

/** A lane the plugin doesn't name shares `send`. */
export function laneOf<Tx>(
  parts: Pick<Parts<Tx>, 'records'>,
  owner: OwnerRecord,
  lane: string
): string {
  return lane in parts.records.capabilities(owner).lanes ? lane : 'send'
}

function lay<Tx>(
  parts: ExecutorParts<Tx>,
  owner: OwnerRecord,
  planned: Planned
): { readonly lane: string; readonly input: string } {
  const work = workOf(owner, parts.options.work ?? {})
  const step = work ? work.steps[planned.step] : parts.shapes.of(owner).steps[planned.step]
  if (!step || planned.step.startsWith('@')) throw unknownStep(planned.step)
  parse(step.input, planned.input, planned.step)
  return {
    lane: work ? step.lane : laneOf(parts, owner, step.lane),
    input: JSON.stringify(planned.input),
  }
}

export function parse<T>(schema: z.ZodType<T>, input: unknown, step: string): T {
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw wrongInput(step, parsed.error)
  return parsed.data
}

function planPluginStep<Tx>(
  parts: ExecutorParts<Tx>,
  owner: OwnerRecord,
  row: OutboxRow
): RowPlan | undefined {
  const find = (name: string) => (parts.session(owner)?.steps ?? parts.shapes.of(owner).steps)[name]
  const plan = planStep(find, row)
  return plan && watched(parts, owner, plan)
}

function planCore<Tx>(
  parts: ExecutorParts<Tx>,
  owner: OwnerRecord,
  row: OutboxRow
): RowPlan | undefined {
  const session = () => {
    const found = parts.session(owner)
    if (!found) throw noSession()
    return found
  }
  const act = (running: Running) => actPlan(running, parts)
  const makers: { readonly [step: string]: (running: Running) => Core } = {
    [sendStep]: (running) =>
      sendPlan(running, parts.records.capabilities(owner).idempotent.send ?? false),
    [downloadStep]: (running) => downloadPlan(running, parts),
    [readStep]: readPlan,
    [contactsStep]: (running) => contactsPlan(running, parts),
    [actSteps.edit]: act,
    [actSteps.remove]: act,
    [actSteps.react]: act,
  }
  const core = makers[row.step]?.({ session, row, owner })
  if (!core) return undefined
  return watched(parts, owner, { ...core, ifUnknown: 'ask', judge: () => undefined })
}

const unknown = Promise.resolve('unknown' as const)

/** Of a plugin: its failures are its own to judge, its successes prove that the session lives. */
function watched<Tx>(parts: ExecutorParts<Tx>, owner: OwnerRecord, plan: RowPlan): RowPlan {
  const plugin = parts.registry.plugin(owner.plugin ?? '')
  const { idempotent, ifUnknown } = plan
  return {
    idempotent,
    ifUnknown,
    ...(plan.reconcile ? { reconcile: (call) => plan.reconcile?.(call) ?? unknown } : {}),
    run: async (call) => {
      if (!parts.session(owner)) throw noSession()
      const ran = await plan.run(call)
      parts.traffic(owner)
      return ran
    },
    judge(error) {
      if (!plugin?.failure) return undefined
      const judged = failureOf(plugin, error, 'transient')
      return judged.code === 'E_PLUGIN_ERROR' ? undefined : judged
    },
  }
}

/** Only what an outcome is: the rest of a result goes elsewhere. */
export function outcomeOf({ commit, then, wake }: Outcome): Outcome {
  return {
    ...(commit ? { commit } : {}),
    ...(then ? { then } : {}),
    ...(wake ? { wake } : {}),
  }
}

export function mapFound<A, B>(found: Found<A>, map: (candidate: A) => B): Found<B> {
  if (typeof found === 'string' || 'lookAgainIn' in found) return found
  const [best, ...others] = found.candidates
  return { candidates: [map(best), ...others.map(map)] }
}
