import type { PlanOptions } from './plan.ts'
import { mixedKind } from './kinds.ts'
import { modes } from './message.ts'

/** What the children are told, as JSON in their one argument. */
export type SinkSettings = { readonly seed: number; readonly hasFlaws: boolean }
export type WorkerSettings = SinkSettings & {
  readonly databaseUrl: string
  readonly sinkUrl: string
  readonly leaseMs: number
}
export type EnqueuerSettings = {
  readonly databaseUrl: string
  readonly sinkUrl: string
  readonly size: keyof typeof sizes
  readonly seed: number
}

export type CounterSettings = { readonly databaseUrl: string; readonly rows: number }

export function settingsOf<T>(): T {
  return JSON.parse(process.argv[2] ?? '') as T
}

/** `full` is `npm run chaos`. */
export const sizes = {
  short: {
    ...{ owners: 40, dialogs: 400, messages: 10_000 },
    ...{ enqueueMs: 18_000, mostHits: 14, restartsAt: { fast: 5, immediate: 11 } },
  },
  full: {
    ...{ owners: 200, dialogs: 2_000, messages: 50_000 },
    ...{ enqueueMs: 90_000, mostHits: 75, restartsAt: { fast: 25, immediate: 60 } },
  },
} as const

export function planOptions(size: keyof typeof sizes, seed: number): PlanOptions {
  const { owners, dialogs, messages } = sizes[size]
  const mixed = { kindOf: mixedKind, modes, timed: 20, following: 30 }
  return { seed, owners, dialogs, messages, batch: [20, 100], ...mixed }
}
