import type { Pacing } from '@svyaz/core'

/** Kinds of owners by the pace of their lanes; a step of the second lane has its name in front. */
export const kinds = {
  interval: { send: { intervalMs: 20, concurrency: 4 } },
  bucket: {
    send: { intervalMs: 0, buckets: [{ limit: 50, windowMs: 1000 }], concurrency: 8 },
  },
  open: { send: { intervalMs: 0, concurrency: 4 } },
  two: {
    send: { intervalMs: 20, concurrency: 2 },
    extra: { intervalMs: 0, buckets: [{ limit: 20, windowMs: 1000 }], concurrency: 4 },
  },
  /** So slow that a takeover finds work of every owner. */
  slow: { send: { intervalMs: 50, concurrency: 2 } },
} as const satisfies { readonly [kind: string]: { readonly [lane: string]: Pacing } }

export type Kind = keyof typeof kinds

export function lanesOf(kind: Kind): readonly string[] {
  return Object.keys(kinds[kind])
}

export function pacingOf(kind: Kind, lane: string): Pacing {
  const lanes: { readonly [lane: string]: Pacing } = kinds[kind]
  const pacing = lanes[lane]
  if (!pacing) throw new Error(`${kind} has no lane ${lane}`)
  return pacing
}

/** Of ten owners four have an interval, three a bucket, two no pace, and one two lanes. */
const often: readonly Kind[] = [
  ...(['interval', 'bucket', 'interval', 'open', 'interval'] as const),
  ...(['bucket', 'two', 'interval', 'bucket', 'open'] as const),
]

export function mixedKind(index: number): Kind {
  return often[index % often.length] ?? 'open'
}
