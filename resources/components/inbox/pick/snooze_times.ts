/** Times that people put dialogs and messages off to. Pure; by the clock of the browser. */

/** Of a dialog that is put off to no time at all; the server's `untilClientWrites`. */
export const untilClientWrites: number = Number.MAX_SAFE_INTEGER

export type Choice = {
  readonly id: 'hour' | 'evening' | 'tomorrow' | 'monday'
  readonly at: number
}

const eveningHour = 19
const morningHour = 9
/** What is so near is no evening any more. */
const leastMs = 30 * 60_000

export function snoozeChoices(now: number): readonly Choice[] {
  const hour = now + 3_600_000
  const evening = atHour(now, 0, eveningHour)
  const tomorrow = atHour(now, 1, morningHour)
  const monday = atHour(now, daysToMonday(now), morningHour)
  return [
    { id: 'hour', at: hour - (hour % 60_000) },
    ...(evening - now > leastMs ? [{ id: 'evening' as const, at: evening }] : []),
    { id: 'tomorrow', at: tomorrow },
    ...(monday > tomorrow ? [{ id: 'monday' as const, at: monday }] : []),
  ]
}

function atHour(now: number, days: number, hour: number): number {
  const date = new Date(now)
  date.setDate(date.getDate() + days)
  return date.setHours(hour, 0, 0, 0)
}

/** The next one, never today. */
function daysToMonday(now: number): number {
  return (8 - new Date(now).getDay()) % 7 || 7
}

/** For `<input type="datetime-local">`, which knows no zone. */
export function toLocalInput(at: number): string {
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** undefined: nothing, or no time. */
export function fromLocalInput(text: string): number | undefined {
  const at = new Date(text).getTime()
  return Number.isNaN(at) ? undefined : at
}
