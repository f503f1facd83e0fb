/** Dates, sizes and numbers as experience.md §3 and §16 want them. */
import { useI18n, type Language } from './i18n.ts'

const dayMs = 86_400_000

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

export function daysBetween(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / dayMs)
}

const cache = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${language}:${name}`
  let found = cache.get(key)
  if (found === undefined) {
    const locale = language === 'ru' ? 'ru-RU' : 'en-GB'
    found = new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options })
    cache.set(key, found)
  }
  return found
}

/** Each message says its date, and most of them the same one. */
const dates = new Map<string, string>()

function dateOf(at: number, language: Language): string {
  const key = `${language}:${String(startOfDay(at))}`
  let found = dates.get(key)
  if (found === undefined) {
    const parts = format(language, 'full', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    }).formatToParts(at)
    const part = (name: string): string => parts.find(({ type }) => type === name)?.value ?? ''
    found = `${part('day')} ${part('month').slice(0, 3)} ${part('year')}`
    dates.set(key, found)
  }
  return found
}

type Formats = ReturnType<typeof useFormats>

export function useFormats() {
  const { language, t } = useI18n()
  const as = (name: string, options: Intl.DateTimeFormatOptions, at: number): string =>
    format(language.value, name, options).format(at)

  const clock = (at: number): string => as('clock', { hour: '2-digit', minute: '2-digit' }, at)
  /** Day, month of three letters, year, time: without the dots and short words that some locales add. */
  function full(at: number): string {
    return `${dateOf(at, language.value)}, ${clock(at)}`
  }

  /** Of a row in the list: 14:05, вчера, пн, 12.03, 12.03.25. */
  function listTime(at: number, now: number): string {
    const days = daysBetween(at, now)
    if (days <= 0) return clock(at)
    if (days === 1) return t('time.yesterday')
    if (days < 7) return as('weekday', { weekday: 'short' }, at)
    const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
    if (thisYear) return as('dayMonth', { day: '2-digit', month: '2-digit' }, at)
    return as('shortDate', { day: '2-digit', month: '2-digit', year: '2-digit' }, at)
  }

  /** Between the days of a dialog: Сегодня, Вчера, 21 нояб. */
  function dayName(at: number, now: number): string {
    const days = daysBetween(at, now)
    if (days <= 0) return t('time.today')
    if (days === 1) return t('time.yesterday_alone')
    const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
    return as(
      thisYear ? 'day' : 'dayYear',
      { day: 'numeric', month: 'long', ...(thisYear ? {} : { year: 'numeric' }) },
      at
    )
  }

  /** Since when: with the day only if it isn't today. */
  function since(at: number, now: number): string {
    return daysBetween(at, now) <= 0 ? clock(at) : `${dayName(at, now)}, ${clock(at)}`
  }

  /** Of a time to come, as parameters of the words that say it: today, tomorrow, or a date. */
  function ahead(at: number, now: number) {
    const days = daysBetween(now, at)
    return {
      day: days <= 0 ? 'today' : days === 1 ? 'tomorrow' : 'later',
      date: as('day', { day: 'numeric', month: 'long' }, at),
      at: clock(at),
    }
  }

  /** A stretch of time, at most two units of it: 3 с, 0,5 с, 1 мин 30 с, 2 ч. */
  function span(ms: number): string {
    const tenths = Math.round(ms / 100)
    if (tenths < 600) return t('time.seconds', { n: number(tenths / 10) })
    const seconds = Math.round(ms / 1000)
    const units = [
      ['days', 86_400],
      ['hours', 3_600],
      ['minutes', 60],
      ['seconds', 1],
    ] as const
    const first = units.findIndex(([, size]) => seconds >= size)
    const [major, minor] = [units[first], units[first + 1]]
    if (major === undefined) return ''
    const words = t(`time.${major[0]}`, { n: number(Math.floor(seconds / major[1])) })
    const rest = minor === undefined ? 0 : Math.floor((seconds % major[1]) / minor[1])
    return rest === 0 || minor === undefined
      ? words
      : `${words} ${t(`time.${minor[0]}`, { n: number(rest) })}`
  }

  const number = (value: number): string =>
    new Intl.NumberFormat(language.value === 'ru' ? 'ru-RU' : 'en-GB').format(value)

  function bytes(size: number): string {
    if (size < 1024) return t('size.bytes', { n: number(size) })
    if (size < 1024 * 1024) return t('size.kb', { n: number(Math.round(size / 1024)) })
    const mb = size / 1024 / 1024
    return t('size.mb', { n: number(mb < 10 ? Math.round(mb * 10) / 10 : Math.round(mb)) })
  }

  return { clock, full, listTime, dayName, since, ahead, span, number, bytes }
}
