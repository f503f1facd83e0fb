/** What a pace means, in sentences. */
import type { Bucket, Pacing, Priority } from '@svyaz/core'
import { useI18n } from '~/composables/i18n'
import { useFormats } from '~/composables/use_formats'

/** Messages go in one lane, files and everything else in others. */
const whatOf = (lane: string): string => (lane === 'send' ? 'send' : 'other')

export function usePaceWords() {
  const { t } = useI18n()
  const { number, span } = useFormats()

  function bucketWords(what: string, { limit, windowMs, per = 'lane', only }: Bucket): string {
    const where = only === 'groups' ? (per === 'key' ? 'group' : 'groups') : per
    return t('pace.bucket', { what, n: limit, span: span(windowMs), where })
  }

  function quietWords(from: string, to: string, priorities: readonly Priority[]): string {
    const who = priorities.map((one) => t(`pace.quiet_who.${one}`)).join(', ')
    return t('pace.quiet', { who, from, to })
  }

  /** The least that must lie between two messages, what else is counted, when it is quiet. */
  function paceWords(lane: string, pacing: Pacing): readonly string[] {
    const what = whatOf(lane)
    const {
      intervalMs,
      marketingIntervalMs = 0,
      buckets = [],
      firstContact,
      quietHours = [],
    } = pacing
    const words = [
      ...(intervalMs > 0 ? [t('pace.interval', { what, span: span(intervalMs) })] : []),
      ...buckets.map((bucket) => bucketWords(what, bucket)),
      ...(marketingIntervalMs > intervalMs
        ? [t('pace.marketing', { span: span(marketingIntervalMs) })]
        : []),
      ...(firstContact?.gapMs ? [t('pace.first_gap', { span: span(firstContact.gapMs) })] : []),
      ...quietHours
        .filter(({ from, to }) => from !== to)
        .map(({ from, to, priorities }) => quietWords(from, to, priorities ?? ['marketing'])),
    ]
    return words.length === 0 ? [t('pace.none')] : words
  }

  /** A warm-up says its last number: the others are for its first days. */
  function capWords(perDay: number | readonly number[]): string {
    if (typeof perDay === 'number') return t('pace.per_day', { n: perDay })
    const [first = 0] = perDay
    const last = perDay.at(-1) ?? 0
    return t('pace.per_day_warm', { first: number(first), n: last })
  }

  return { paceWords, capWords }
}
