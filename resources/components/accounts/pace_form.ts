/** What the pace card shows and sends: pure. People say seconds, the server milliseconds. */
import type { PacingView } from '@app/lines/views'

export type PaceForm = {
  interval: string
  marketing: string
  perDay: string
  quiet: boolean
  from: string
  to: string
}

export function filled(own: PacingView['own']): PaceForm {
  const { intervalMs, marketingIntervalMs, firstContactsPerDay, quietHours } = own
  return {
    interval: seconds(intervalMs),
    marketing: seconds(marketingIntervalMs),
    perDay: String(firstContactsPerDay ?? ''),
    quiet: quietHours !== null,
    from: quietHours?.from ?? '22:00',
    to: quietHours?.to ?? '09:00',
  }
}

/** An empty field leaves it to the messenger. */
export function ownOf(form: PaceForm): PacingView['own'] {
  return {
    intervalMs: milliseconds(form.interval),
    marketingIntervalMs: milliseconds(form.marketing),
    firstContactsPerDay: numeric(form.perDay),
    quietHours: form.quiet ? { from: form.from, to: form.to } : null,
  }
}

function seconds(ms: number | null): string {
  return ms === null ? '' : String(ms / 1000)
}

function milliseconds(typed: string): number | null {
  const value = numeric(typed)
  return value === null ? null : Math.round(value * 1000)
}

function numeric(typed: string): number | null {
  // A field of numbers gives one where it can.
  return String(typed) === '' ? null : Number(typed)
}

/** Every half an hour, and what was set to the minute elsewhere. */
export function hoursWith(...known: readonly string[]): string[] {
  const halves = Array.from({ length: 48 }, (_, n) => {
    const hour = String(Math.floor(n / 2)).padStart(2, '0')
    return `${hour}:${n % 2 === 0 ? '00' : '30'}`
  })
  return [...new Set([...halves, ...known])].sort()
}
