import { z } from 'zod'
import type { Localized } from '../../json.ts'
import type { FirstContacts, OwnPacing, Pacing, QuietHours } from '../../pacing.ts'
import { isTimeZone } from './time_zone.ts'

const second = 1_000
const minute = 60 * second
const mostPerDay = 100_000

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

const quietHoursSchema: z.ZodType<QuietHours> = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    priorities: z
      .array(z.enum(['operator', 'robot', 'marketing']))
      .min(1)
      .max(3)
      .exactOptional(),
  })
  .refine(({ from, to }) => from !== to)

/** What a company may set; a refusal is worded by `ownPacingReason`. */
export const ownPacingSchema: z.ZodType<OwnPacing> = z.strictObject({
  intervalMs: z
    .number()
    .min(second / 2)
    .max(10 * minute)
    .optional(),
  marketingIntervalMs: z
    .number()
    .min(15 * second)
    .max(10 * minute)
    .optional(),
  firstContactsPerDay: z.int().min(0).max(mostPerDay).optional(),
  quietHours: quietHoursSchema.optional(),
  timeZone: z.string().max(64).refine(isTimeZone).optional(),
})

const reasons = {
  intervalMs: {
    ru: 'Интервал между сообщениями бывает от 0,5 секунды до 10 минут. Укажите число в этих пределах.',
    en: 'The interval between messages is between 0.5 seconds and 10 minutes. Enter a number within these bounds.',
  },
  marketingIntervalMs: {
    ru: 'Интервал рассылки бывает от 15 секунд до 10 минут. Укажите число в этих пределах.',
    en: 'The marketing interval is between 15 seconds and 10 minutes. Enter a number within these bounds.',
  },
  firstContactsPerDay: {
    ru: 'Новых контактов в день — целое число от 0 до 100 000. Исправьте его.',
    en: 'New contacts per day is a whole number between 0 and 100,000. Mend it.',
  },
  quietHours: {
    ru: 'Тихие часы задаются двумя разными временами вида 22:00. Исправьте их.',
    en: 'Quiet hours are two different times such as 22:00. Mend them.',
  },
  timeZone: {
    ru: 'Такого часового пояса нет. Укажите название вида Europe/Moscow.',
    en: 'There is no such time zone. Enter a name such as Europe/Moscow.',
  },
} satisfies Record<keyof OwnPacing, Localized>

const unknownSetting: Localized = {
  ru: 'Среди настроек темпа есть неизвестная. Уберите её.',
  en: 'One of the pace settings is unknown. Remove it.',
}

/** What a person reads when the schema refused. */
export function ownPacingReason(error: z.ZodError): Localized {
  const field = error.issues[0]?.path[0] ?? ''
  return Object.hasOwn(reasons, field) ? reasons[field as keyof OwnPacing] : unknownSetting
}

/** The slower of both in everything. */
export function withOwn(pacing: Pacing, own: OwnPacing): Pacing {
  const marketingIntervalMs = Math.max(
    pacing.marketingIntervalMs ?? 0,
    own.marketingIntervalMs ?? 0
  )
  const firstContact = fewerContacts(pacing.firstContact, own.firstContactsPerDay)
  const quietHours = [...(pacing.quietHours ?? []), ...(own.quietHours ? [own.quietHours] : [])]
  const timeZone = own.timeZone ?? pacing.timeZone
  return {
    ...pacing,
    intervalMs: Math.max(pacing.intervalMs, own.intervalMs ?? 0),
    ...(marketingIntervalMs > 0 && { marketingIntervalMs }),
    ...(firstContact !== undefined && { firstContact }),
    ...(quietHours.length > 0 && { quietHours }),
    ...(timeZone !== undefined && { timeZone }),
  }
}

function fewerContacts(
  given: FirstContacts | undefined,
  own: number | undefined
): FirstContacts | undefined {
  if (own === undefined) return given
  const perDay = given?.perDay ?? own
  return {
    ...given,
    perDay:
      typeof perDay === 'number'
        ? Math.min(perDay, own)
        : perDay.length === 0
          ? own
          : perDay.map((one) => Math.min(one, own)),
  }
}

/** Until a company says where it is. */
const defaultZone = 'UTC'

export function zoneOf({ timeZone = defaultZone }: OwnPacing): string {
  return timeZone
}
