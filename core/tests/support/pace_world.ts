import type { Pacing } from '../../src/pacing.ts'
import type {
  LanePace,
  LanePacer,
  OwnerPace,
  OwnerPacer,
  PacedRow,
  Wait,
} from '../../src/outbox/pace/lane_pace.ts'
import { createOwnerPacer } from '../../src/outbox/pace/owner_pacer.ts'
import { brokenRules, type Owner, type Start } from './pace_checks.ts'

export type Step =
  | { readonly do: 'start'; readonly lane: string; readonly row: PacedRow }
  | { readonly do: 'pass'; readonly ms: number }
  /** Restart or move: everything through JSON and back. */
  | { readonly do: 'move' }
  /** The last start of a lane was not written down. */
  | { readonly do: 'crash' }
  | { readonly do: 'set'; readonly lane: string; readonly pacing: Pacing }
  | {
      readonly do: 'rest'
      readonly what: 'lane' | 'first' | 'key'
      readonly lane: string
      readonly key: string
      readonly ms: number
    }

type Stored = {
  readonly owner: OwnerPace | undefined
  readonly lanes: Map<string, LanePace | undefined>
}
type Rest = { readonly what: string; readonly until: number }

/** An owner with its lanes, played by a virtual clock; checks every start against `brokenRules`. */
export class PaceWorld {
  readonly starts: Start[] = []
  /** Waits before the last start. */
  waits: Wait[] = []
  now: number
  readonly #owner: Owner
  readonly #pacings: Map<string, Pacing>
  readonly #rests: Rest[] = []
  #pacer: OwnerPacer
  #lanes: Map<string, LanePacer>
  #stored: Stored

  constructor(owner: Owner, now: number, pacings: Readonly<Record<string, Pacing>>) {
    this.#owner = owner
    this.now = now
    this.#pacings = new Map(Object.entries(pacings))
    this.#pacer = createOwnerPacer(undefined, owner)
    this.#lanes = new Map()
    this.#open({ owner: undefined, lanes: new Map() })
    this.#stored = this.stored()
  }

  play(step: Step): void {
    switch (step.do) {
      case 'start':
        return this.start(step.lane, step.row)
      case 'pass':
        this.now += step.ms
        return
      case 'move':
        return this.#open(this.stored())
      case 'crash':
        this.#open(this.#stored)
        for (const lane of this.#lanes.values()) lane.afterCrash(this.now)
        this.#stored = this.stored()
        return
      case 'set':
        this.#pacings.set(step.lane, step.pacing)
        this.#lane(step.lane).setPacing(step.pacing)
        // What a crash loses began under the setting that the next holder finds.
        this.#stored = this.stored()
        return
      case 'rest':
        return this.#rest(step)
    }
  }

  /** Waits as told, then starts. */
  start(name: string, row: PacedRow): void {
    const asked = this.now
    const lane = this.#lane(name)
    this.waits = []
    for (let wait = lane.wait(row, this.now); wait !== undefined; wait = lane.wait(row, this.now)) {
      if (wait.until <= this.now) throw new Error(`until ${wait.until} is over at ${this.now}`)
      if (this.waits.push(wait) > 60) throw new Error(`no end: ${JSON.stringify(this.waits)}`)
      if (lane.wait(row, wait.until - 1) === undefined) throw new Error(`free before ${wait.until}`)
      this.now = wait.until
    }
    const broken = this.broken(name, row, this.now)
    if (broken.length > 0)
      throw new Error(`started at ${this.now} in spite of ${broken.join(', ')}`)
    // What the last start left is stored only now: a crash loses one.
    this.#stored = this.stored()
    this.starts.push({ lane: name, at: this.now, row, pacing: this.#pacingOf(name) })
    lane.started(row, this.now)
    this.waitedMs = this.now - asked
  }
  waitedMs = 0

  /** Which rules, or rests, forbid a start. */
  broken(name: string, row: PacedRow, at: number): readonly string[] {
    const whats = [`lane ${name}`, `key ${row.key}`]
    if (row.firstContact !== undefined) whats.push(`first ${name}`)
    const rests = this.#rests.filter((rest) => rest.until > at && whats.includes(rest.what))
    const start = { lane: name, at, row, pacing: this.#pacingOf(name) }
    return [
      ...rests.map(({ what }) => `rest of ${what}`),
      ...brokenRules(this.starts, start, this.#owner),
    ]
  }

  stored(): Stored {
    const text = JSON.stringify({
      owner: this.#pacer.saved(this.now),
      lanes: [...this.#lanes].map(([name, lane]) => [name, lane.saved(this.now)] as const),
    })
    const { owner, lanes } = JSON.parse(text) as {
      owner?: OwnerPace
      lanes: [string, LanePace | null][]
    }
    return { owner, lanes: new Map(lanes.map(([name, pace]) => [name, pace ?? undefined])) }
  }

  #open(stored: Stored): void {
    this.#pacer = createOwnerPacer(stored.owner, this.#owner)
    this.#lanes = new Map(
      [...this.#pacings].map(([name, pacing]) => [
        name,
        this.#pacer.lane(name, pacing, stored.lanes.get(name)),
      ])
    )
  }

  #rest({ what, lane, key, ms }: Extract<Step, { do: 'rest' }>): void {
    const until = this.now + ms
    if (what === 'key') this.#pacer.restKey(key, until)
    else if (what === 'lane') this.#lane(lane).restLane(until)
    else this.#lane(lane).restFirstContacts(until)
    this.#rests.push({ what: `${what} ${what === 'key' ? key : lane}`, until })
    this.#stored = this.stored()
  }

  #lane(name: string): LanePacer {
    const lane = this.#lanes.get(name)
    if (lane === undefined) throw new Error(`no lane ${name}`)
    return lane
  }

  #pacingOf(name: string): Pacing {
    const pacing = this.#pacings.get(name)
    if (pacing === undefined) throw new Error(`no lane ${name}`)
    return pacing
  }
}
