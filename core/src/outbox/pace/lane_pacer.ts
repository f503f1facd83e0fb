import type { Pacing } from '../../pacing.ts'
import { BucketSet } from './bucket_set.ts'
import { allowedOn, FirstContactPace } from './first_contacts.ts'
import {
  bucketsOf,
  type LanePace,
  type LanePacer,
  type OwnerPacing,
  type PacedRow,
  type Wait,
} from './lane_pace.ts'
import { rulesOf, type Counters, type KeyStartsSet, type LaneRules } from './lane_rules.ts'
import { quietUntil } from './quiet_hours.ts'
import { Starts, type SavedStarts } from './starts.ts'
import { calendarOf, type Calendar } from './time_zone.ts'

const never = Number.NEGATIVE_INFINITY

/** What a lane shares with its neighbours. */
export type Shared = OwnerPacing & {
  readonly owner: Counters['owner']
  readonly keys: KeyStartsSet
  readonly rests: ReadonlyMap<string, number>
  touched(): void
}

export class PacedLane implements LanePacer {
  readonly #shared: Shared
  readonly #buckets: Counters['lane']
  readonly #firsts: FirstContactPace
  #rules: LaneRules
  #lastStartAt: number
  #lastMarketingAt: number
  #pausedUntil: number
  /** Its last start may matter again. */
  #wasPaced: boolean
  #changes = 0
  #stored = 0

  constructor(shared: Shared, pacing: Pacing, saved: LanePace = {}) {
    const { lastStartAt = never, lastMarketingAt = lastStartAt, pausedUntil = 0 } = saved
    this.#shared = shared
    this.#lastStartAt = lastStartAt
    this.#lastMarketingAt = lastMarketingAt
    this.#pausedUntil = pausedUntil
    this.#firsts = new FirstContactPace(saved.firstContacts)
    this.#buckets = new BucketSet<SavedStarts, Starts>(
      (limit, windowMs) => new Starts(limit, windowMs),
      bucketsOf(saved.buckets, pacing.buckets)
    )
    this.#rules = this.#rulesOf(pacing)
    this.#wasPaced = this.#rules.leavesLane || lastStartAt !== never
  }

  get changes(): number {
    return this.#changes
  }

  get isDirty(): boolean {
    return this.#changes !== this.#stored
  }

  stored(changes: number): void {
    this.#stored = changes
  }

  setPacing(pacing: Pacing): void {
    if (pacing === this.#rules.pacing) return
    this.#rules = this.#rulesOf(pacing, this.#rules.pacing)
    this.#wasPaced ||= this.#rules.leavesLane
  }

  wait(row: PacedRow, now: number): Wait | undefined {
    const { pacing, wide, isLaneOnly } = this.#rules
    let until = Math.max(this.#pausedUntil, this.#lastStartAt + pacing.intervalMs)
    for (const starts of wide) until = Math.max(until, starts.freeAt(now))
    if (until > now) return { until, scope: 'lane' }
    if (isLaneOnly && row.firstContact === undefined && this.#shared.rests.size === 0)
      return undefined
    return this.#classWait(row, now) ?? this.#firstContactWait(row, now) ?? this.#keyWait(row, now)
  }

  started(row: PacedRow, now: number): void {
    const { wide, groups, keys, groupKeys } = this.#rules
    this.#lastStartAt = now
    if (row.priority === 'marketing') this.#lastMarketingAt = now
    for (const starts of wide) starts.add(now)
    for (const starts of keys) starts.add(row.key, now)
    if (row.toGroup === true) {
      for (const starts of groups) starts.add(now)
      for (const starts of groupKeys) starts.add(row.key, now)
    }
    if (row.firstContact !== undefined) this.#firsts.add(row.firstContact, now, this.#calendar())
    this.#touched(row.firstContact !== undefined)
  }

  restLane(until: number): void {
    this.#pausedUntil = Math.max(until, this.#pausedUntil)
    this.#changes++
  }

  restFirstContacts(until: number): void {
    this.#firsts.rest(until)
    this.#changes++
  }

  afterCrash(now: number, starts: number = this.#rules.pacing.concurrency ?? 1): void {
    if (starts === 0) return
    const { pacing, wide, groups, keys, groupKeys } = this.#rules
    this.#lastStartAt = now
    this.#lastMarketingAt = now
    for (const one of [...wide, ...groups]) one.add(now, starts)
    for (const one of [...keys, ...groupKeys]) one.addToAll(now)
    const { firstContact } = pacing
    if (firstContact !== undefined) this.#firsts.addUnknown(starts, now, this.#calendar())
    this.#touched(firstContact !== undefined)
  }

  saved(now: number): LanePace | undefined {
    const buckets = this.#buckets.saved(now)
    const firstContacts = this.#firsts.saved(now)
    const hasStarted = this.#wasPaced && this.#lastStartAt !== never
    const pace: LanePace = {
      ...(hasStarted && {
        lastStartAt: this.#lastStartAt,
        // 0: never; its absence tells an earlier version, which didn't tell them apart.
        lastMarketingAt: Math.max(this.#lastMarketingAt, 0),
      }),
      ...(this.#pausedUntil > now && { pausedUntil: this.#pausedUntil }),
      ...(buckets !== undefined && { buckets }),
      ...(firstContacts !== undefined && { firstContacts }),
    }
    return Object.keys(pace).length === 0 ? undefined : pace
  }

  #classWait({ priority }: PacedRow, now: number): Wait | undefined {
    const { pacing, quiets } = this.#rules
    let until = now
    if (priority === 'marketing')
      until = Math.max(until, this.#lastMarketingAt + (pacing.marketingIntervalMs ?? 0))
    const quiet = quiets[priority]
    if (quiet.length > 0) until = quietUntil(quiet, this.#calendar(), until)
    return until > now ? { until, scope: 'priority' } : undefined
  }

  #firstContactWait({ firstContact: by }: PacedRow, now: number): Wait | undefined {
    if (by === undefined) return undefined
    const { firstContact: rule = {} } = this.#rules.pacing
    const calendar = this.#calendar()
    const gapUntil = this.#firsts.gapUntil(by, rule) ?? now
    const allowed = allowedOn(rule.perDay, this.#shared.since, now, calendar)
    let until = Math.max(this.#firsts.pausedUntil, rule.by === undefined ? gapUntil : now)
    if (this.#firsts.leftOn(now, allowed, calendar) <= 0)
      until = Math.max(until, calendar.nextDay(now))
    if (until > now) return { until, scope: 'first_contact' }
    if (gapUntil <= now) return undefined
    return {
      until: gapUntil,
      scope: 'first_contact',
      ...(rule.by !== undefined && { by: rule.by }),
    }
  }

  #keyWait({ key, toGroup }: PacedRow, now: number): Wait | undefined {
    const { groups, keys, groupKeys } = this.#rules
    let until = this.#shared.rests.get(key) ?? now
    for (const starts of keys) until = Math.max(until, starts.freeAt(key, now))
    if (toGroup === true) {
      for (const starts of groups) until = Math.max(until, starts.freeAt(now))
      for (const starts of groupKeys) until = Math.max(until, starts.freeAt(key, now))
    }
    return until > now ? { until, scope: 'key' } : undefined
  }

  #rulesOf(pacing: Pacing, before?: Pacing): LaneRules {
    const { owner, keys } = this.#shared
    const rules = rulesOf(pacing, { lane: this.#buckets, owner, keys }, before)
    this.#buckets.keepOnly(pacing.buckets ?? [])
    return rules
  }

  #calendar(): Calendar {
    return calendarOf(this.#rules.pacing.timeZone ?? this.#shared.timeZone)
  }

  #touched(hasFirstContact: boolean): void {
    if (this.#rules.leavesLane || hasFirstContact) this.#changes++
    if (this.#rules.leavesOwner) this.#shared.touched()
  }
}
