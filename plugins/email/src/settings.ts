import type { FieldMeta, Localized } from '@svyaz/core'
import { z } from 'zod'
import { presets, providerIds } from './presets.ts'
import type { Preset, ProviderId, Security, Server } from './presets.ts'

export type Settings = {
  provider: ProviderId
  address: string
  auth: 'password' | 'oauth2'
  /** Empty: the address. */
  login: string
  password: string
  imapHost: string
  imapPort: number
  imapSecurity: Security
  smtpHost: string
  smtpPort: number
  smtpSecurity: Security
  /** Empty: as for IMAP. */
  smtpLogin: string
  smtpPassword: string
  trustedCertificate: string
  senderName: string
  signature: string
  groupLetters: boolean
  stripLinks: boolean
  clientFrom: 'auto' | 'reply_to'
  bulk: 'quiet' | 'skip'
  markRead: 'never' | 'taken' | 'read'
  sentCopy: 'auto' | 'always' | 'never'
  ownCopy: boolean
  deliveryReports: boolean
  settleAfterSeconds: number
  importDays: number
  largestLetterMb: number
  /** 0: as the provider's preset says. */
  intervalSeconds: number
  marketingIntervalSeconds: number
}

export type SettingsShape = { [field in keyof Settings]: z.ZodType<Settings[field]> }

const letters: Localized = { ru: 'Письма', en: 'Letters' }
const servers: Localized = { ru: 'Серверы', en: 'Servers' }
const sending: Localized = { ru: 'Отправка', en: 'Sending' }
const custom: FieldMeta['when'] = { field: 'provider', is: ['custom'] }
const byPassword: FieldMeta['when'] = { field: 'auth', is: ['password'] }

const securities = {
  tls: { ru: 'TLS с первого байта', en: 'TLS from the first byte' },
  starttls: { ru: 'STARTTLS', en: 'STARTTLS' },
}

function field<T extends z.ZodType>(schema: T, meta: FieldMeta): T {
  return schema.meta(meta)
}

function flag(initial: boolean, meta: FieldMeta): z.ZodType<boolean> {
  return field(z.boolean().default(initial), meta)
}

const hostField: z.ZodType<string> = z
  .string()
  .trim()
  .max(253)
  .regex(/^(?:[\p{L}\p{N}_.:-]*)$/u, 'a host name')
const portField: z.ZodType<number> = z.coerce.number().int().min(1).max(65_535)
const addressField: z.ZodType<string> = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/)

const account = {
  provider: field(z.enum(providerIds), {
    label: { ru: 'Почтовая служба', en: 'Mail service' },
    options: Object.fromEntries(providerIds.map((id) => [id, presets[id].name])),
  }),
  address: field(addressField, {
    label: { ru: 'Адрес ящика', en: 'Address of the mailbox' },
    placeholder: 'shop@example.ru',
  }),
  auth: field(z.enum(['password', 'oauth2']).default('password'), {
    label: { ru: 'Способ входа', en: 'Way of signing in' },
    options: {
      password: { ru: 'Пароль', en: 'Password' },
      oauth2: { ru: 'Вход через службу (OAuth2)', en: 'Sign-in with the service (OAuth2)' },
    },
  }),
  login: field(z.string().trim().max(254).default(''), {
    label: { ru: 'Имя пользователя', en: 'User name' },
    hint: { ru: 'Пусто: адрес ящика целиком.', en: 'Empty: the whole address.' },
    when: byPassword,
  }),
  password: field(z.string().max(1000).default(''), {
    label: { ru: 'Пароль', en: 'Password' },
    secret: true,
    when: byPassword,
  }),
}

const hosts = {
  imapHost: field(hostField.default(''), {
    label: { ru: 'Сервер входящей почты (IMAP)', en: 'Incoming server (IMAP)' },
    placeholder: 'imap.example.ru',
    when: custom,
    group: servers,
  }),
  imapPort: field(portField.default(993), {
    label: { ru: 'Порт IMAP', en: 'IMAP port' },
    when: custom,
    group: servers,
  }),
  imapSecurity: field(z.enum(['tls', 'starttls']).default('tls'), {
    label: { ru: 'Шифрование IMAP', en: 'IMAP encryption' },
    options: securities,
    when: custom,
    group: servers,
  }),
  smtpHost: field(hostField.default(''), {
    label: { ru: 'Сервер исходящей почты (SMTP)', en: 'Outgoing server (SMTP)' },
    placeholder: 'smtp.example.ru',
    when: custom,
    group: servers,
  }),
  smtpPort: field(portField.default(465), {
    label: { ru: 'Порт SMTP', en: 'SMTP port' },
    when: custom,
    group: servers,
  }),
  smtpSecurity: field(z.enum(['tls', 'starttls']).default('tls'), {
    label: { ru: 'Шифрование SMTP', en: 'SMTP encryption' },
    options: securities,
    when: custom,
    group: servers,
  }),
  smtpLogin: field(z.string().trim().max(254).default(''), {
    label: { ru: 'Имя пользователя SMTP', en: 'SMTP user name' },
    hint: { ru: 'Пусто: как у IMAP.', en: 'Empty: as for IMAP.' },
    when: custom,
    group: servers,
  }),
  smtpPassword: field(z.string().max(1000).default(''), {
    label: { ru: 'Пароль SMTP', en: 'SMTP password' },
    hint: { ru: 'Пусто: как у IMAP.', en: 'Empty: as for IMAP.' },
    secret: true,
    when: custom,
    group: servers,
  }),
  trustedCertificate: field(z.string().trim().max(40_000).default(''), {
    label: { ru: 'Сертификат, которому доверять', en: 'Certificate to trust' },
    hint: {
      ru: 'Для собственного центра сертификации или самоподписанного сертификата: текст PEM.',
      en: 'For an authority of your own or a self-signed certificate: its PEM text.',
    },
    when: custom,
    group: servers,
  }),
}

const incoming = {
  groupLetters: flag(true, {
    label: { ru: 'Группировать письма', en: 'Group letters' },
    hint: {
      ru: 'Каждая тема: отдельный диалог с её названием. Иначе один диалог на адрес, а тема стоит в скобках перед текстом. Действует на новые письма.',
      en: 'Each subject is a dialog of its own, named by it. Otherwise one dialog per address, with the subject in brackets before the text. Applies to new letters.',
    },
    group: letters,
  }),
  stripLinks: flag(false, {
    label: { ru: 'Убирать ссылки', en: 'Strip links' },
    hint: {
      ru: 'Ссылки входящих писем не показываются: остаётся их подпись или [ссылка]. Исходящие письма не меняются.',
      en: 'Links of incoming letters are not shown: their label or [link] stays. Outgoing letters are not changed.',
    },
    group: letters,
  }),
  clientFrom: field(z.enum(['auto', 'reply_to']).default('auto'), {
    label: { ru: 'Кто клиент', en: 'Who is the client' },
    options: {
      auto: { ru: 'Отправитель (From)', en: 'The sender (From)' },
      reply_to: {
        ru: 'Адрес для ответа (Reply-To), для писем с форм сайта',
        en: 'The reply address (Reply-To), for letters of site forms',
      },
    },
    group: letters,
  }),
  bulk: field(z.enum(['quiet', 'skip']).default('quiet'), {
    label: { ru: 'Рассылки', en: 'Newsletters' },
    options: {
      quiet: { ru: 'Принимать без уведомления', en: 'Take in quietly' },
      skip: { ru: 'Не принимать', en: 'Leave in the mailbox' },
    },
    group: letters,
  }),
  markRead: field(z.enum(['never', 'taken', 'read']).default('read'), {
    label: { ru: 'Отмечать прочитанным в ящике', en: 'Mark as read in the mailbox' },
    options: {
      never: { ru: 'Никогда', en: 'Never' },
      taken: { ru: 'Когда письмо принято', en: 'When taken in' },
      read: { ru: 'Когда прочитал оператор', en: 'When an operator has read it' },
    },
    group: letters,
  }),
  importDays: field(z.coerce.number().int().min(0).max(90).default(0), {
    label: { ru: 'Загрузить письма за последние дни', en: 'Import letters of the last days' },
    hint: {
      ru: 'Только при первом подключении, без уведомлений. 0: только новые письма.',
      en: 'At the first connection only, without notifications. 0: new letters only.',
    },
    group: letters,
  }),
  largestLetterMb: field(z.coerce.number().int().min(1).max(150).default(50), {
    label: { ru: 'Письмо целиком не больше, МБ', en: 'Take letters whole up to, MB' },
    hint: {
      ru: 'У писем больше этого загружается текст, вложения по отдельности.',
      en: 'Of larger letters the text is taken in, attachments one by one.',
    },
    group: letters,
  }),
}

const outgoing = {
  senderName: field(z.string().trim().max(100).default(''), {
    label: { ru: 'Имя отправителя', en: 'Name of the sender' },
    hint: { ru: 'Пусто: имя оператора.', en: "Empty: the operator's name." },
    group: sending,
  }),
  signature: field(z.string().max(2000).default(''), {
    label: { ru: 'Подпись', en: 'Signature' },
    hint: { ru: 'Ставится под каждым письмом.', en: 'Stands under each letter.' },
    group: sending,
  }),
  sentCopy: field(z.enum(['auto', 'always', 'never']).default('auto'), {
    label: { ru: 'Копия в папке «Отправленные»', en: 'Copy in the Sent folder' },
    options: {
      auto: { ru: 'Если сервер не кладёт её сам', en: 'Unless the server keeps one itself' },
      always: { ru: 'Всегда', en: 'Always' },
      never: { ru: 'Никогда', en: 'Never' },
    },
    group: sending,
  }),
  ownCopy: flag(false, {
    label: { ru: 'Копия каждого письма себе', en: 'A copy of each letter to ourselves' },
    hint: {
      ru: 'Доказывает отправку, если связь оборвалась; в диалогах не видна. Считается в лимит отправки.',
      en: 'Proves that a letter went out when the connection broke; not shown in dialogs. Counts against the sending limit.',
    },
    group: sending,
  }),
  deliveryReports: flag(true, {
    label: { ru: 'Запрашивать отчёт о доставке', en: 'Ask for delivery reports' },
    hint: { ru: 'Где сервер умеет (DSN).', en: 'Where the server can (DSN).' },
    group: sending,
  }),
  settleAfterSeconds: field(z.coerce.number().int().min(15).max(3600).default(300), {
    label: {
      ru: 'Искать неподтверждённое письмо, секунд',
      en: 'Look for an unconfirmed letter, seconds',
    },
    hint: {
      ru: 'Потом оно отправляется снова, если сервер сам хранит отправленное или включена копия себе; иначе решает человек.',
      en: 'After that it is sent again where the server keeps Sent itself or own copies are on; else a person decides.',
    },
    group: sending,
  }),
  intervalSeconds: field(z.coerce.number().min(0).max(600).default(0), {
    label: { ru: 'Интервал между письмами, с', en: 'Interval between letters, s' },
    hint: { ru: '0: как советует служба.', en: '0: as the service advises.' },
    group: sending,
  }),
  marketingIntervalSeconds: field(z.coerce.number().min(0).max(600).default(0), {
    label: { ru: 'Интервал рассылки, с', en: 'Interval of broadcasts, s' },
    hint: { ru: '0: 15 секунд.', en: '0: 15 seconds.' },
    group: sending,
  }),
}

export const settingsSchema: z.ZodObject<SettingsShape> = z.object({
  ...account,
  ...hosts,
  ...incoming,
  ...outgoing,
})

/** Where to connect: a preset's servers, or what was entered. */
export function serversOf(settings: Settings): { imap: Server; smtp: Server } {
  if (settings.provider !== 'custom') {
    const { imap, smtp } = presets[settings.provider]
    return { imap, smtp }
  }
  return {
    imap: {
      host: settings.imapHost,
      port: settings.imapPort,
      security: settings.imapSecurity,
    },
    smtp: {
      host: settings.smtpHost,
      port: settings.smtpPort,
      security: settings.smtpSecurity,
    },
  }
}

export function presetOf(settings: Pick<Settings, 'provider'>): Preset {
  return presets[settings.provider]
}
