import hub from '#app/hub/service'
import { contactsOf } from '#app/queue/contacts'
import { endedPart, partAround, waitingPart, type Whose } from '#app/queue/queue_parts'
import type { LaneCard, PausedView, QueueView } from '#app/queue/views'
import { countedRows, type LaneView, type PauseView } from '@svyaz/core'

export type Asked = {
  /** Whose place in the queue is looked for. */
  readonly message?: string | undefined
  /** How many of each list the page shows already. */
  readonly rows?: number | undefined
  readonly ended?: number | undefined
}

const order = ['send', 'media', 'other']

export async function queueView(of: Whose, asked: Asked = {}): Promise<QueueView> {
  const [{ stopped, lanes }, rows, ended] = await Promise.all([
    laneCards(of),
    asked.message === undefined
      ? waitingPart(of, asked.rows)
      : partAround(of, asked.message, asked.rows),
    endedPart(of, asked.ended),
  ])
  return { now: Date.now(), counted: countedRows, stopped, lanes, rows, ended }
}

/** Messages first; of the others those that have something to tell. */
async function laneCards({
  company,
  account,
}: Whose): Promise<Pick<QueueView, 'stopped' | 'lanes'>> {
  const [lanes, view] = await Promise.all([
    hub.outbox.lanes(company, { account }),
    hub.account(account),
  ])
  const cards = lanes.map((lane) => laneCard(lane, view?.since ?? 0))
  const stopped = cards.length > 0 && cards.every(({ paused }) => paused !== null)
  return {
    stopped,
    lanes: cards
      .filter((card) => card.lane === 'send' || hasRows(card) || (card.paused && !stopped))
      .sort((left, right) => place(left) - place(right)),
  }
}

function laneCard(view: LaneView, since: number): LaneCard {
  const { lane, waiting, later, failed, uncertain, pacing } = view
  return {
    lane,
    waiting,
    later,
    failed,
    uncertain,
    oldestAt: view.oldestAt ?? null,
    nextAt: view.nextAt ?? null,
    paused: pausedView(view.paused),
    restsUntil: view.restsUntil ?? null,
    pacing,
    contacts: contactsOf(view, pacing, since),
    batches: view.batches.map(({ batch, waiting: count, paused }) => ({
      batch,
      waiting: count,
      paused: pausedView(paused),
    })),
  }
}

function pausedView(pause: PauseView | undefined): PausedView | null {
  return pause ? { until: pause.until ?? null } : null
}

function hasRows({ waiting, later, failed, uncertain }: LaneCard): boolean {
  const { operator, robot, marketing } = waiting
  return operator + robot + marketing + later + failed + uncertain > 0
}

function place({ lane }: LaneCard): number {
  const at = order.indexOf(lane)
  return at < 0 ? order.length : at
}
