import { Counter, Gauge, Registry } from '@prometheus-io/client'
import type { AppHub } from '#app/hub/build_hub'
import type { CompanyId, RowOwner } from '@svyaz/core'

type Meters = Awaited<ReturnType<AppHub['outbox']['meters']>>
type Lane = { readonly company: CompanyId; readonly owner: RowOwner; readonly lane: string }

const laneLabels = ['company', 'owner', 'lane']
const priorities = ['operator', 'robot', 'marketing'] as const

const totals = {
  done: 'Calls that went through, since this process began',
  failed: 'Calls that ended without success, since this process began',
  uncertain: 'Calls of which nobody knows whether they were done, since this process began',
  retried: 'Attempts after which a call waits again, since this process began',
} as const

export const contentType = Registry.PROMETHEUS_CONTENT_TYPE

/** In a registry of its own each time: a lane that is gone leaves nothing behind. */
export async function metricsText(meters: Meters): Promise<string> {
  const registry = new Registry()
  tellWorker(registry, meters.worker)
  tellLanes(registry, meters.lanes)
  tellTotals(registry, meters.worker.tallies)
  return registry.metrics()
}

/** Of this process: every node is asked for its own. */
function tellWorker(registry: Registry, worker: Meters['worker']): void {
  const { owners, callsUnderWay, rowsInMemory } = worker
  gauge(registry, 'owners', 'Owners this process holds', []).set(owners)
  gauge(registry, 'calls_under_way', 'Calls this process is making', []).set(callsUnderWay)
  gauge(registry, 'rows_in_memory', 'Rows this process holds', []).set(rowsInMemory)
}

/** Of the installation: every node tells the same. */
function tellLanes(registry: Registry, lanes: Meters['lanes']): void {
  const waiting = gauge(registry, 'waiting', 'Rows to do, counted up to 10,000 of a kind', [
    ...laneLabels,
    'priority',
  ])
  const later = gauge(registry, 'later', 'Rows with a date that has not come', laneLabels)
  const oldest = gauge(registry, 'oldest_seconds', 'How long the oldest row has waited', laneLabels)
  const troubles = gauge(registry, 'troubles', 'Ended rows that wait for a person', [
    ...laneLabels,
    'state',
  ])
  for (const lane of lanes) {
    const labels = labelsOf(lane)
    for (const priority of priorities) waiting.set({ ...labels, priority }, lane.waiting[priority])
    later.set(labels, lane.later)
    oldest.set(labels, secondsSince(lane.oldestAt))
    troubles.set({ ...labels, state: 'failed' }, lane.failed)
    troubles.set({ ...labels, state: 'uncertain' }, lane.uncertain)
  }
}

function tellTotals(registry: Registry, tallies: Meters['worker']['tallies']): void {
  for (const [what, help] of Object.entries(totals) as [keyof typeof totals, string][]) {
    const counter = new Counter({
      name: `svyaz_outbox_${what}_total`,
      help,
      labelNames: laneLabels,
      registers: [registry],
    })
    for (const tally of tallies) counter.inc(labelsOf(tally), tally[what])
  }
}

function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[]
): Gauge<string> {
  return new Gauge({
    name: `svyaz_outbox_${name}`,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  })
}

function labelsOf({ company, owner, lane }: Lane) {
  return { company, owner: 'account' in owner ? owner.account : `${owner.work}:${owner.id}`, lane }
}

/** 0: none waits. */
function secondsSince(at: number | undefined): number {
  return at === undefined ? 0 : Math.max(0, (Date.now() - at) / 1000)
}
