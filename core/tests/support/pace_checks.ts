import type { Bucket, Pacing, QuietHours } from '../../src/pacing.ts'
import type { PacedRow } from '../../src/outbox/pace/lane_pace.ts'

/** A start that was made, with the settings that held. */
export type Start = {
  readonly lane: string
  readonly at: number
  readonly row: PacedRow
  readonly pacing: Pacing
}

export type Owner = { readonly since: number; readonly timeZone: string }

/**
 * The rules once more, by counting over all that happened: slow, without any of the pacer's own arithmetic. Says which
 * rules a start would break.
 */
export function brokenRules(past: readonly Start[], start: Start, owner: Owner): readonly string[] {
  const { pacing, row, at } = start
  const ofLane = past.filter(({ lane }) => lane === start.lane)
  const broken: string[] = []
  const since = (starts: readonly Start[], ms: number | undefined, name: string) => {
    const last = starts.at(-1)
    if (last !== undefined && ms !== undefined && at - last.at < ms) broken.push(name)
  }
  const isMarketing = (one: Start) => one.row.priority === 'marketing'
  // A lane without any pace of its own leaves nothing that a restart would find.
  const paced = ofLane.filter((one) => isPaced(one.pacing))
  since(paced, pacing.intervalMs, 'interval')
  if (isMarketing(start))
    since(paced.filter(isMarketing), pacing.marketingIntervalMs, 'marketing interval')
  for (const bucket of pacing.buckets ?? [])
    if (applies(bucket, row) && counted(past, start, bucket).length >= bucket.limit)
      broken.push(`bucket ${JSON.stringify(bucket)}`)
  const zone = pacing.timeZone ?? owner.timeZone
  for (const quiet of pacing.quietHours ?? [])
    if ((quiet.priorities ?? ['marketing']).includes(row.priority) && isQuiet(quiet, zone, at))
      broken.push('quiet hours')
  return [...broken, ...brokenFirstContacts(ofLane, start, owner, zone)]
}

function isPaced({ intervalMs, marketingIntervalMs = 0, buckets = [] }: Pacing): boolean {
  return intervalMs + marketingIntervalMs > 0 || buckets.some(({ per = 'lane' }) => per === 'lane')
}

function brokenFirstContacts(
  ofLane: readonly Start[],
  { pacing, row, at }: Start,
  { since }: Owner,
  zone: string
): readonly string[] {
  const { firstContact: rule } = pacing
  if (rule === undefined || row.firstContact === undefined) return []
  const broken: string[] = []
  // A crash assumes a first contact only where the lane counts them.
  const firsts = ofLane.filter(
    (one) => one.row.firstContact !== undefined && one.pacing.firstContact !== undefined
  )
  const today = dateIn(zone, at)
  const sent = firsts.filter((one) => dateIn(zone, one.at) === today).length
  if (sent >= allowed(rule.perDay, daysBetween(dateIn(zone, since), today)))
    broken.push('first contacts per day')
  const { gapMs = 0, by = [row.firstContact] } = rule
  const last = firsts.findLast(
    (one) => rule.by === undefined || rule.by.includes(one.row.firstContact ?? 'chat')
  )
  if (by.includes(row.firstContact) && last !== undefined && at - last.at < gapMs)
    broken.push('gap')
  return broken
}

/** What the bucket counts at the time of a start. A lane's begins where the lane came to have it. */
function counted(past: readonly Start[], start: Start, bucket: Bucket): readonly Start[] {
  const { per = 'lane' } = bucket
  const names = (one: Start) => (one.pacing.buckets ?? []).some((other) => isSame(other, bucket))
  const inWindow = past.filter(
    (one) => one.at > start.at - bucket.windowMs && applies(bucket, one.row)
  )
  if (per === 'key') return inWindow.filter((one) => names(one) && one.row.key === start.row.key)
  if (per === 'owner') return inWindow.filter(names)
  const ofLane = inWindow.filter(({ lane }) => lane === start.lane)
  return ofLane.slice(ofLane.findLastIndex((one) => !names(one)) + 1)
}

function isSame(one: Bucket, other: Bucket): boolean {
  const words = ({ limit, windowMs, per = 'lane', only }: Bucket) =>
    [limit, windowMs, per, only].join()
  return words(one) === words(other)
}

function applies({ only }: Bucket, row: PacedRow): boolean {
  return only === undefined || row.toGroup === true
}

function allowed(perDay: number | readonly number[] | undefined, age: number): number {
  if (perDay === undefined) return Number.POSITIVE_INFINITY
  if (typeof perDay === 'number') return perDay
  return perDay[Math.min(age, perDay.length - 1)] ?? Number.POSITIVE_INFINITY
}

const formats = new Map<string, Intl.DateTimeFormat>()
/** `2026-03-29 02:30` by the wall, from Intl directly. */
export function wallOf(zone: string, at: number): string {
  const known = formats.get(zone)
  const format =
    known ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  if (known === undefined) formats.set(zone, format)
  return format.format(at)
}

export function dateIn(zone: string, at: number): string {
  return wallOf(zone, at).slice(0, 10)
}

function daysBetween(from: string, to: string): number {
  return Math.max((Date.parse(to) - Date.parse(from)) / 86_400_000, 0)
}

export function isQuiet({ from, to }: QuietHours, zone: string, at: number): boolean {
  const now = wallOf(zone, at).slice(11)
  return from < to ? now >= from && now < to : now >= from || now < to
}
