import { weekdays, type QuietHours } from './settings.ts'

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Is it quiet now, by the clock of this time zone? From and to the same: all day. Pure. */
export function isQuiet(quiet: QuietHours, at: number, timeZone: string): boolean {
  if (!quiet.on) return false
  const { day, minute } = localTime(at, timeZone)
  const isOn = (one: number): boolean => quiet.days.includes(one)
  if (quiet.from < quiet.to) return isOn(day) && minute >= quiet.from && minute < quiet.to
  const yesterday = weekdays[(day + 5) % 7] ?? day
  return (isOn(day) && minute >= quiet.from) || (isOn(yesterday) && minute < quiet.to)
}

function localTime(at: number, timeZone: string): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    day: names.indexOf(parts.weekday ?? '') + 1,
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  }
}
