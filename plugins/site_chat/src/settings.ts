import { z } from 'zod'
import type { FieldMeta } from '@svyaz/core'
import { parseLinks, parseOrigins } from './site_addresses.ts'

export type Settings = {
  title: string
  allowedOrigins: string
  greeting: string
  initials: string
  colour: string
  position: 'right' | 'left'
  language: 'auto' | 'ru' | 'en'
  theme: 'auto' | 'light' | 'dark'
  links: string
  /** 0: never. */
  askEmailAfterS: number
  showOnline: boolean
  sound: boolean
  maxFileMb: number
  messagesPerMinute: number
  messagesPerDay: number
  newVisitorsPerHour: number
}

export type SettingsShape = { [field in keyof Settings]: z.ZodType<Settings[field]> }

function meta(field: FieldMeta): FieldMeta {
  return field
}

const look = { ru: 'Вид', en: 'Look' }
const behaviour = { ru: 'Поведение', en: 'Behaviour' }
const limits = { ru: 'Ограничения', en: 'Limits' }

/** What an admin sets of one site chat. Lists are texts, one address per line, so that every form can show them. */
export const settingsSchema: z.ZodObject<SettingsShape> = z.object({
  title: z
    .string()
    .trim()
    .min(1, 'Напишите название: его видит посетитель / Write a name: visitors see it')
    .max(60)
    .default('Чат')
    .meta(meta({ label: { ru: 'Название в чате', en: 'Name in the chat' }, group: look })),
  allowedOrigins: z
    .string()
    .max(4000)
    .default('')
    .refine(
      (text) => parseOrigins(text) !== undefined,
      'Адреса сайтов пишутся так: https://shop.ru или https://*.shop.ru, по одному в строке / ' +
        'Write site addresses like https://shop.com or https://*.shop.com, one per line'
    )
    .meta(
      meta({
        label: { ru: 'На каких сайтах работает', en: 'Sites it works on' },
        hint: {
          ru: 'По одному адресу в строке. Пусто: на любом сайте.',
          en: 'One address per line. Empty: any site.',
        },
        placeholder: 'https://shop.ru',
        group: limits,
      })
    ),
  greeting: z
    .string()
    .trim()
    .max(500)
    .default('')
    .meta(
      meta({
        label: { ru: 'Приветствие', en: 'Greeting' },
        hint: {
          ru: 'Первая строка в открытом чате. Пусто: обычное приветствие.',
          en: 'The first line of an open chat. Empty: the usual one.',
        },
        group: look,
      })
    ),
  initials: z
    .string()
    .trim()
    .max(3)
    .default('')
    .meta(
      meta({
        label: { ru: 'Буквы на значке', en: 'Letters of the avatar' },
        hint: { ru: 'Пусто: по названию.', en: 'Empty: taken from the name.' },
        group: look,
      })
    ),
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'Цвет пишется так: #2563eb / Write a colour like #2563eb')
    .default('#2563eb')
    .meta(meta({ label: { ru: 'Цвет', en: 'Colour' }, placeholder: '#2563eb', group: look })),
  position: z
    .enum(['right', 'left'])
    .default('right')
    .meta(
      meta({
        label: { ru: 'Угол страницы', en: 'Corner of the page' },
        options: {
          right: { ru: 'Правый', en: 'Right' },
          left: { ru: 'Левый', en: 'Left' },
        },
        group: look,
      })
    ),
  language: z
    .enum(['auto', 'ru', 'en'])
    .default('auto')
    .meta(
      meta({
        label: { ru: 'Язык', en: 'Language' },
        options: {
          auto: { ru: 'Как у страницы', en: 'As the page' },
          ru: { ru: 'Русский', en: 'Russian' },
          en: { ru: 'Английский', en: 'English' },
        },
        group: look,
      })
    ),
  theme: z
    .enum(['auto', 'light', 'dark'])
    .default('auto')
    .meta(
      meta({
        label: { ru: 'Тема', en: 'Theme' },
        options: {
          auto: { ru: 'Как у страницы', en: 'As the page' },
          light: { ru: 'Светлая', en: 'Light' },
          dark: { ru: 'Тёмная', en: 'Dark' },
        },
        group: look,
      })
    ),
  links: z
    .string()
    .max(2000)
    .default('')
    .refine(
      (text) => parseLinks(text) !== undefined,
      'Ссылки пишутся целиком, по одной в строке: https://t.me/shop / Write whole links, one per line: https://t.me/shop'
    )
    .meta(
      meta({
        label: { ru: 'Ссылки на мессенджеры', en: 'Links to messengers' },
        hint: {
          ru: 'По одной в строке, показываются в чате: https://wa.me/79123456789',
          en: 'One per line, shown in the chat: https://wa.me/79123456789',
        },
        group: behaviour,
      })
    ),
  askEmailAfterS: z
    .int()
    .min(0)
    .max(3600)
    .default(60)
    .meta(
      meta({
        label: {
          ru: 'Спросить почту, если нет ответа, с',
          en: 'Ask for an e-mail after no answer, s',
        },
        hint: {
          ru: '0: никогда. Иначе, когда никого нет на связи, спрашивает сразу.',
          en: '0: never. Otherwise, when nobody is there, it asks at once.',
        },
        group: behaviour,
      })
    ),
  showOnline: z
    .boolean()
    .default(true)
    .meta(
      meta({
        label: { ru: 'Показывать, есть ли кто на связи', en: 'Show whether anybody is there' },
        group: behaviour,
      })
    ),
  sound: z
    .boolean()
    .default(false)
    .meta(meta({ label: { ru: 'Звук ответа', en: 'Sound of an answer' }, group: behaviour })),
  maxFileMb: z
    .int()
    .min(1)
    .max(50)
    .default(20)
    .meta(meta({ label: { ru: 'Файл не больше, МБ', en: 'Largest file, MB' }, group: limits })),
  messagesPerMinute: z
    .int()
    .min(1)
    .max(600)
    .default(20)
    .meta(
      meta({
        label: { ru: 'Сообщений посетителя в минуту', en: "A visitor's messages a minute" },
        group: limits,
      })
    ),
  messagesPerDay: z
    .int()
    .min(1)
    .max(10_000)
    .default(300)
    .meta(
      meta({
        label: { ru: 'Сообщений посетителя в сутки', en: "A visitor's messages a day" },
        group: limits,
      })
    ),
  newVisitorsPerHour: z
    .int()
    .min(1)
    .max(100_000)
    .default(120)
    .meta(
      meta({
        label: {
          ru: 'Новых посетителей в час с одного адреса сети',
          en: 'New visitors an hour from one network address',
        },
        group: limits,
      })
    ),
})
