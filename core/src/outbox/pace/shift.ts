import type { SavedKeyStarts } from './key_starts.ts'
import type { LanePace, OwnerPace } from './lane_pace.ts'
import type { SavedStarts } from './starts.ts'

/** The same past, so much later. Rests stay where they are. */
export function laneLater(pace: LanePace, ms: number, withFirstContacts: boolean): LanePace {
  const { lastStartAt, lastMarketingAt, buckets = {}, firstContacts } = pace
  const { starts = [], lastAt = {}, unknownAt } = firstContacts ?? {}
  return {
    ...pace,
    ...(lastStartAt !== undefined && { lastStartAt: lastStartAt + ms }),
    ...(lastMarketingAt !== undefined && { lastMarketingAt: lastMarketingAt + ms }),
    buckets: mapValues(buckets as Readonly<Record<string, SavedStarts>>, (one) => later(one, ms)),
    ...(withFirstContacts && {
      firstContacts: {
        ...firstContacts,
        starts: later(starts, ms),
        ...(unknownAt !== undefined && { unknownAt: unknownAt + ms }),
        lastAt: mapValues(lastAt, (at) => at + ms),
      },
    }),
  }
}

export function ownerLater(pace: OwnerPace, ms: number): OwnerPace {
  return {
    ...pace,
    buckets: mapValues(pace.buckets ?? {}, (one) => later(one, ms)),
    keyBuckets: mapValues(pace.keyBuckets ?? {}, (one) => keysLater(one, ms)),
  }
}

function keysLater({ keys = [], others = [] }: SavedKeyStarts, ms: number): SavedKeyStarts {
  return {
    keys: keys.map(([key, starts]) => [key, later(starts, ms)] as const),
    others: later(others, ms),
  }
}

function later(starts: SavedStarts, ms: number): SavedStarts {
  return starts.map(([at, count]) => [at + ms, count] as const)
}

function mapValues<T>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => T
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
