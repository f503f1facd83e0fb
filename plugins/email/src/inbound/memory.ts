/** What a batch of letters learns, in front of the stored state: later letters of a batch refer to earlier ones. */
import type { StateChange } from '@svyaz/core'
import type { z } from 'zod'
import { decode, encode } from '../state.ts'
import type { StateReader } from '../state.ts'

export class Memory {
  readonly #state: StateReader
  readonly #put = new Map<string, Uint8Array>()
  readonly #expires = new Map<string, number>()

  constructor(state: StateReader) {
    this.#state = state
  }

  async get<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
    return (await this.many([key], schema)).get(key)
  }

  async many<T>(keys: readonly string[], schema: z.ZodType<T>): Promise<Map<string, T>> {
    const missing = keys.filter((key) => !this.#put.has(key))
    const stored = missing.length === 0 ? undefined : await this.#state.get(missing)
    const found = new Map<string, T>()
    for (const key of keys) {
      const value = decode(schema, this.#put.get(key) ?? stored?.get(key))
      if (value !== undefined) found.set(key, value)
    }
    return found
  }

  /** Keys below a prefix, stored or just learnt. */
  async under(prefix: string, limit: number): Promise<readonly [string, Uint8Array][]> {
    const found = [...this.#put].filter(([key]) => key.startsWith(prefix))
    for await (const [key, value] of this.#state.list(prefix, { limit })) {
      if (found.length >= limit) break
      if (!this.#put.has(key)) found.push([key, value])
    }
    return found.slice(0, limit)
  }

  put(key: string, value: unknown, expiresAt?: number): void {
    this.#put.set(key, encode(value))
    if (expiresAt !== undefined) this.#expires.set(key, expiresAt)
  }

  change(): StateChange {
    return { put: this.#put, expires: this.#expires }
  }
}
