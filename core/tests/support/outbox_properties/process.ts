import type { Clock, Store } from '@svyaz/core'
import type { Word } from '../../../src/outbox/store.ts'

/**
 * One process with its clock and its connection to a store that others share. Frozen, nothing of it goes on: no timer
 * fires, nothing is asked, no answer arrives. What it missed comes when it thaws; dead, it never does.
 */
export class Process {
  readonly clock: Clock
  readonly store: Store<undefined>
  readonly #storeMs: number
  #ice: Promise<void> | undefined
  #melt = () => {}

  constructor(base: Clock, store: Store<undefined>, storeMs: number, lookMs: number) {
    this.#storeMs = storeMs
    const origin = 1_000
    this.clock = {
      now: () => base.now(),
      monotonic: () => base.monotonic() + origin,
      sleep: async (ms, signal) => {
        await base.sleep(ms, signal)
        await this.#thawed()
      },
    }
    this.store = {
      ...store,
      leases: this.#far(store.leases),
      owners: this.#far(store.owners),
      state: this.#far(store.state),
      rows: this.#far(store.rows, ['load', 'present', 'begin', 'finish']),
      words: {
        lookMs,
        tell: (words) => store.words.tell(words),
        hear: (listener) => store.words.hear((word) => this.#hear(listener, word)),
      },
    }
  }

  freeze(): void {
    this.#ice ??= new Promise((resolve) => (this.#melt = resolve))
  }

  thaw(): void {
    this.#ice = undefined
    this.#melt()
  }

  get isFrozen(): boolean {
    return this.#ice !== undefined
  }

  #hear(listener: (word: Word) => void, word: Word): void {
    if (this.#ice === undefined) listener(word)
    else void this.#thawed().then(() => listener(word))
  }

  async #thawed(): Promise<void> {
    while (this.#ice !== undefined) await this.#ice
  }

  #far<Part extends object>(part: Part, slow: readonly string[] = []): Part {
    const methods = Object.entries(part) as [string, (...args: unknown[]) => Promise<unknown>][]
    const far = methods.map(([name, method]) => {
      const ms = slow.includes(name) ? this.#storeMs : 0
      return [name, (...args: unknown[]) => this.#ask(() => method(...args), ms)]
    })
    return Object.fromEntries(far) as Part
  }

  async #ask(method: () => Promise<unknown>, ms: number): Promise<unknown> {
    await this.#thawed()
    if (ms > 0) await this.clock.sleep(ms)
    try {
      return await method()
    } finally {
      if (ms > 0) await this.clock.sleep(ms)
      await this.#thawed()
    }
  }
}
