/** How a person wants to be told of messages (preferences.alerts). */
export const signs = ['sound', 'notice', 'badge'] as const
export type Sign = (typeof signs)[number]

/** Minutes after midnight; a night belongs to the day it begins on. */
export type QuietHours = {
  readonly on: boolean
  readonly from: number
  readonly to: number
  /** 1 is Monday. */
  readonly days: readonly number[]
}

export type AlertSettings = { readonly [sign in Sign]: boolean } & {
  /** What a line doesn't do, by its id. */
  readonly muted: { readonly [line: string]: readonly Sign[] }
  /** A notice shows what was written, not only by whom. */
  readonly text: boolean
  readonly quiet: QuietHours
  /** The page may propose notices; off once the person has said no. */
  readonly proposes: boolean
}

export const weekdays: readonly number[] = [1, 2, 3, 4, 5, 6, 7]
const dayMinutes = 24 * 60

/** What is stored may be of another version: what isn't understood is as it was at the beginning. */
export function readAlertSettings(stored: unknown): AlertSettings {
  const known = fieldsOf(stored)
  return {
    sound: flag(known.sound, true),
    notice: flag(known.notice, true),
    badge: flag(known.badge, true),
    muted: readMuted(known.muted),
    text: flag(known.text, true),
    quiet: readQuiet(known.quiet),
    proposes: flag(known.proposes, true),
  }
}

function readMuted(stored: unknown): AlertSettings['muted'] {
  return Object.fromEntries(
    Object.entries(fieldsOf(stored))
      .map(([line, off]) => [
        line,
        Array.isArray(off) ? signs.filter((sign) => off.includes(sign)) : [],
      ])
      .filter(([, off]) => off?.length)
  ) as AlertSettings['muted']
}

function readQuiet(stored: unknown): QuietHours {
  const { on, from, to, days } = fieldsOf(stored)
  return {
    on: flag(on, false),
    from: minute(from, 22 * 60),
    to: minute(to, 8 * 60),
    days: Array.isArray(days) ? weekdays.filter((day) => days.includes(day)) : weekdays,
  }
}

const fieldsOf = (value: unknown): { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const flag = (value: unknown, otherwise: boolean): boolean =>
  typeof value === 'boolean' ? value : otherwise

const minute = (value: unknown, otherwise: number): number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < dayMinutes
    ? (value as number)
    : otherwise

export function gives(settings: AlertSettings, sign: Sign, line: string): boolean {
  return settings[sign] && !(settings.muted[line] ?? []).includes(sign)
}

/** The same settings with one sign of one line on or off. */
export function withLine(
  settings: AlertSettings,
  line: string,
  sign: Sign,
  on: boolean
): AlertSettings {
  const off = signs.filter((one) =>
    one === sign ? !on : (settings.muted[line] ?? []).includes(one)
  )
  const { [line]: _, ...others } = settings.muted
  return { ...settings, muted: off.length > 0 ? { ...others, [line]: off } : others }
}
