import { silentLogger, type Clock, type Store } from '@svyaz/core'
import type { Worker, WorkerHooks } from '../../../src/outbox/executor.ts'
import { createWorker } from '../../../src/outbox/worker.ts'
import type { History } from './history.ts'
import type { Platform } from './platform.ts'
import { Process } from './process.ts'
import { leaseMs } from './world.ts'

type Running = { readonly no: number; readonly process: Process; readonly worker: Worker }

const gateClosedMs = 5_000

/** The processes of one world, and what becomes of them. */
export class Fleet {
  readonly #history: History
  readonly #clock: Clock
  readonly #store: Store<undefined>
  readonly #platform: Platform
  readonly #hooks: Pick<WorkerHooks<undefined>, 'onEnds'>
  #running: readonly Running[] = []
  #started = 0

  constructor(
    history: History,
    clock: Clock,
    store: Store<undefined>,
    platform: Platform,
    hooks: Pick<WorkerHooks<undefined>, 'onEnds'>
  ) {
    this.#history = history
    this.#clock = clock
    this.#store = store
    this.#platform = platform
    this.#hooks = hooks
  }

  get size(): number {
    return this.#running.length
  }

  stopAll(): void {
    for (const { worker } of this.#running) void worker.stop(0)
  }

  async start(): Promise<void> {
    const no = this.#started++
    const process = new Process(
      this.#clock,
      this.#store,
      this.#history.world.storeMs,
      this.#history.world.lookMs
    )
    const worker = createWorker({
      store: { ...process.store, leases: this.#heldBy(no, process) },
      executor: this.#platform.executor({ no, process }),
      hooks: this.#hooksOf(process),
      clock: process.clock,
      log: silentLogger,
      leaseMs,
      callsAtOnce: this.#history.world.callsAtOnce,
    })
    this.#running = [...this.#running, { no, process, worker }]
    this.#history.disturbed()
    this.#history.births.push({ process: no, from: this.#clock.now(), to: Infinity })
    await worker.start()
  }

  /** Writes down who holds what. */
  #heldBy(no: number, { store: { leases } }: Process): Store<undefined>['leases'] {
    return {
      ...leases,
      claim: async (...asked) => {
        const claims = await leases.claim(...asked)
        for (const { owner, afterCrash } of claims) {
          this.#history.holdings.push({
            ...this.#history.now(),
            owner: owner.no,
            process: no,
            afterCrash,
          })
          this.#history.disturbed()
        }
        return claims
      },
    }
  }

  #hooksOf({ clock }: Process): WorkerHooks<undefined> {
    return {
      ...this.#hooks,
      onLease: (lease) => {
        lease.gate(true)
        return new Promise<void>((resolve) => {
          lease.signal.addEventListener('abort', () => resolve(), { once: true })
        })
      },
      onOwnerFailure: (lease) => {
        this.#history.disturbed()
        void clock.sleep(gateClosedMs).then(() => {
          this.#history.disturbed()
          lease.gate(true)
        })
      },
      seal: () => ({ put: new Map(), remove: [] }),
      topic: (_owner, topic) => topic,
    }
  }

  /** `forMs` undefined: for good. */
  freeze(which: number, forMs?: number): void {
    const found = this.#pick(which)
    if (found === undefined) return
    found.process.freeze()
    this.#history.disturbed()
    const death = { process: found.no, from: this.#clock.now(), to: Infinity }
    this.#history.deaths.push(death)
    this.#end(found.no)
    if (forMs === undefined) {
      this.#running = this.#running.filter((one) => one !== found)
      return
    }
    void this.#clock.sleep(forMs).then(() => {
      death.to = this.#clock.now()
      this.#history.disturbed()
      found.process.thaw()
    })
  }

  stop(which: number, graceMs: number): void {
    const found = this.#pick(which)
    if (found === undefined) return
    this.#history.disturbed()
    this.#end(found.no)
    this.#running = this.#running.filter((one) => one !== found)
    void found.worker.stop(graceMs).then(() => this.#history.disturbed())
  }

  #end(no: number): void {
    const birth = this.#history.births.find(({ process, to }) => process === no && to === Infinity)
    if (birth !== undefined) birth.to = this.#clock.now()
  }

  #pick(which: number): Running | undefined {
    const awake = this.#running.filter(({ process }) => !process.isFrozen)
    return awake[which % Math.max(awake.length, 1)]
  }
}
