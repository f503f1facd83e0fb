import type { Address } from '../../address.ts'
import type { Priority } from '../../outgoing.ts'
import type { Bucket, Pacing } from '../../pacing.ts'
import type { SavedFirstContacts } from './first_contacts.ts'
import type { SavedKeyStarts } from './key_starts.ts'
import type { SavedStarts } from './starts.ts'

/** What a lane must remember to keep its pace across restarts and moves. Stored as JSON. */
export type LanePace = {
  readonly lastStartAt?: number
  /** 0: never. Absent in what earlier versions stored. */
  readonly lastMarketingAt?: number
  readonly pausedUntil?: number
  /** By `bucketId`. Earlier versions stored a list in the order of `Pacing.buckets`. */
  readonly buckets?: Readonly<Record<string, SavedStarts>> | readonly SavedStarts[]
  readonly firstContacts?: SavedFirstContacts
}

/** The same of an owner: what its lanes share. */
export type OwnerPace = {
  /** Of buckets `per: 'owner'`, by `bucketId`. */
  readonly buckets?: Readonly<Record<string, SavedStarts>>
  /** Of buckets `per: 'key'`, by `bucketId`. */
  readonly keyBuckets?: Readonly<Record<string, SavedKeyStarts>>
  /** Dialogs that rest, and until when. */
  readonly rests?: readonly (readonly [key: string, until: number])[]
}

/** What pacing must know of a row that may start. */
export type PacedRow = {
  readonly key: string
  readonly priority: Priority
  readonly toGroup?: boolean
  /** Goes to somebody who never wrote: how they are addressed. */
  readonly firstContact?: Address['by'] | undefined
}

/**
 * Until when a row waits, and what waits with it: the whole lane, its priority class, first contacts, its key alone.
 * The widest that holds is told, so whoever waits asks again then.
 */
export type Wait = {
  readonly until: number
  readonly scope: 'lane' | 'priority' | 'first_contact' | 'key'
  /** Of `first_contact`: only those addressed so wait. Absent: all. */
  readonly by?: readonly Address['by'][]
}

/** What a pacer wants to have stored, until it is. */
export interface Saving<Pace> {
  /** undefined: there is nothing to remember. */
  saved(now: number): Pace | undefined
  /** How often something changed that must be stored. */
  readonly changes: number
  /** What was saved at this count is in the store. */
  stored(changes: number): void
  /** Something changed that isn't stored. */
  readonly isDirty: boolean
}

export interface LanePacer extends Saving<LanePace> {
  /** undefined: it may start now. */
  wait(row: PacedRow, now: number): Wait | undefined
  started(row: PacedRow, now: number): void
  /** Never shortens a rest that is there; so the next one. */
  restLane(until: number): void
  restFirstContacts(until: number): void
  /** The holder died: `starts` calls, by default as many as may be under way, may have started that nobody wrote down. */
  afterCrash(now: number, starts?: number): void
  /** A changed setting keeps what has happened. */
  setPacing(pacing: Pacing): void
}

/** How fast the lanes of one held owner go together. No clock and no I/O; times are epoch milliseconds. */
export interface OwnerPacer extends Saving<OwnerPace> {
  /** One per name: made once, at the claim or later, with what was stored of it. */
  lane(name: string, pacing: Pacing, saved?: LanePace): LanePacer
  /** Never shortens a rest that is there. */
  restKey(key: string, until: number): void
  /** 0: it doesn't rest. */
  keyRestsUntil(key: string): number
  setTimeZone(timeZone: string): void
}

export type OwnerPacing = {
  /** When the account was connected. */
  readonly since: number
  /** Of the company. */
  readonly timeZone: string
}

/** What a bucket is, whatever its place in the list. */
export function bucketId({ limit, windowMs, per = 'lane', only }: Bucket): string {
  return `${limit}/${windowMs}${per === 'lane' ? '' : `/${per}`}${only === undefined ? '' : `/${only}`}`
}

/** The stored buckets of a lane; a list of an earlier version gets names from today's pacing. */
export function bucketsOf(
  saved: LanePace['buckets'],
  buckets: readonly Bucket[] = []
): ReadonlyMap<string, SavedStarts> {
  if (saved === undefined) return new Map()
  if (!isList(saved)) return new Map(Object.entries(saved))
  return new Map(
    saved.flatMap((starts, index) => {
      const bucket = buckets[index]
      return bucket === undefined ? [] : [[bucketId(bucket), starts]]
    })
  )
}

function isList(
  saved: NonNullable<LanePace['buckets']>
): saved is Extract<LanePace['buckets'], readonly SavedStarts[]> {
  return Array.isArray(saved)
}
