/**
 * Providers as data. Hosts, limits and habits as of mid 2026, from the providers' help pages; they change without notice,
 * so no number of this file appears in code.
 */
import type { Localized, Millis } from '@svyaz/core'

export type Security = 'tls' | 'starttls'
export type Server = { readonly host: string; readonly port: number; readonly security: Security }
export type ProviderId =
  'gmail' | 'yandex' | 'mailru' | 'microsoft' | 'outlook' | 'rambler' | 'icloud' | 'custom'
export type OAuthId = 'google' | 'microsoft' | 'yandex' | 'mailru'

export type Preset = {
  readonly name: Localized
  readonly domains: readonly string[]
  /** Ends of MX host names. */
  readonly mx: readonly string[]
  readonly imap: Server
  readonly smtp: Server
  /** never: the provider takes no passwords any more. */
  readonly password: 'app' | 'mailbox' | 'never'
  readonly oauth?: OAuthId
  /** Does the server put what was sent into Sent by itself? ask: look first. */
  readonly savesSent: 'yes' | 'no' | 'ask'
  readonly intervalMs: Millis
  /** Letters a day that are safe for an ordinary mailbox. */
  readonly perDay?: number
  /** Of a whole letter, encoded. */
  readonly letterBytes: number
  /** After "too many today". */
  readonly quotaPauseMs: Millis
  /** What to do when the password is refused. */
  readonly remedy: Localized
  readonly help?: string
}

const hour = 3_600_000
const megabyte = 1_048_576

function tls(host: string, port: number): Server {
  return { host, port, security: 'tls' }
}
function starttls(host: string, port: number): Server {
  return { host, port, security: 'starttls' }
}

export const presets: { readonly [id in ProviderId]: Preset } = {
  gmail: {
    name: { ru: 'Gmail / Google Workspace', en: 'Gmail / Google Workspace' },
    domains: ['gmail.com', 'googlemail.com'],
    mx: ['.google.com', '.googlemail.com'],
    imap: tls('imap.gmail.com', 993),
    smtp: tls('smtp.gmail.com', 465),
    password: 'app',
    oauth: 'google',
    savesSent: 'yes',
    intervalMs: 3000,
    perDay: 450,
    letterBytes: 25 * megabyte,
    quotaPauseMs: hour,
    remedy: {
      ru: 'Google принимает только пароль приложения: включите двухэтапную проверку и создайте его в аккаунте Google.',
      en: 'Google takes only an app password: switch on 2-step verification and create one in the Google account.',
    },
    help: 'https://support.google.com/accounts/answer/185833',
  },
  yandex: {
    name: { ru: 'Яндекс Почта / Яндекс 360', en: 'Yandex Mail / Yandex 360' },
    domains: ['yandex.ru', 'yandex.com', 'ya.ru', 'yandex.by', 'yandex.kz', 'narod.ru'],
    mx: ['mx.yandex.net', 'mx.yandex.ru'],
    imap: tls('imap.yandex.ru', 993),
    smtp: tls('smtp.yandex.ru', 465),
    password: 'app',
    oauth: 'yandex',
    savesSent: 'ask',
    intervalMs: 3000,
    perDay: 450,
    letterBytes: 25 * megabyte,
    quotaPauseMs: 24 * hour,
    remedy: {
      ru: 'Нужен пароль приложения вида «Почта», а в настройках почты, «Почтовые программы», должен быть разрешён IMAP.',
      en: 'It needs an app password of the kind "Mail", and IMAP must be allowed in the mail settings, "Mail clients".',
    },
    help: 'https://yandex.ru/support/mail/mail-clients/others.html',
  },
  mailru: {
    name: { ru: 'Mail.ru / VK WorkMail', en: 'Mail.ru / VK WorkMail' },
    domains: ['mail.ru', 'inbox.ru', 'bk.ru', 'list.ru', 'internet.ru', 'vk.com'],
    mx: ['.mail.ru'],
    imap: tls('imap.mail.ru', 993),
    smtp: tls('smtp.mail.ru', 465),
    password: 'app',
    oauth: 'mailru',
    savesSent: 'ask',
    intervalMs: 3000,
    perDay: 450,
    letterBytes: 25 * megabyte,
    quotaPauseMs: hour,
    remedy: {
      ru: 'Нужен пароль для внешних приложений с полным доступом: создайте его в настройках безопасности Mail.ru.',
      en: 'It needs a password for external applications with full access: create one in the Mail.ru security settings.',
    },
    help: 'https://help.mail.ru/mail/security/protection/external',
  },
  microsoft: {
    name: { ru: 'Microsoft 365', en: 'Microsoft 365' },
    domains: [],
    mx: ['.protection.outlook.com'],
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp.office365.com', 587),
    password: 'never',
    oauth: 'microsoft',
    savesSent: 'yes',
    intervalMs: 2500,
    letterBytes: 25 * megabyte,
    quotaPauseMs: hour,
    remedy: {
      ru: 'Microsoft больше не принимает пароль: подключите ящик через вход Microsoft.',
      en: 'Microsoft takes no password any more: connect the mailbox by signing in with Microsoft.',
    },
  },
  outlook: {
    name: { ru: 'Outlook.com / Hotmail', en: 'Outlook.com / Hotmail' },
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
    mx: ['.olc.protection.outlook.com'],
    imap: tls('outlook.office365.com', 993),
    smtp: starttls('smtp-mail.outlook.com', 587),
    password: 'never',
    oauth: 'microsoft',
    savesSent: 'yes',
    intervalMs: 2500,
    perDay: 270,
    letterBytes: 25 * megabyte,
    quotaPauseMs: hour,
    remedy: {
      ru: 'Microsoft больше не принимает пароль: подключите ящик через вход Microsoft.',
      en: 'Microsoft takes no password any more: connect the mailbox by signing in with Microsoft.',
    },
  },
  rambler: {
    name: { ru: 'Рамблер/почта', en: 'Rambler' },
    domains: ['rambler.ru', 'lenta.ru', 'autorambler.ru', 'myrambler.ru', 'ro.ru'],
    mx: ['.rambler.ru'],
    imap: tls('imap.rambler.ru', 993),
    smtp: tls('smtp.rambler.ru', 465),
    password: 'mailbox',
    savesSent: 'no',
    intervalMs: 3000,
    perDay: 180,
    letterBytes: 20 * megabyte,
    quotaPauseMs: hour,
    remedy: {
      ru: 'Проверьте пароль ящика и включите в настройках Рамблера доступ с помощью почтовых клиентов.',
      en: 'Check the mailbox password and switch on access through mail programs in the Rambler settings.',
    },
  },
  icloud: {
    name: { ru: 'iCloud', en: 'iCloud' },
    domains: ['icloud.com', 'me.com', 'mac.com'],
    mx: ['.mail.icloud.com'],
    imap: tls('imap.mail.me.com', 993),
    smtp: starttls('smtp.mail.me.com', 587),
    password: 'app',
    savesSent: 'no',
    intervalMs: 3000,
    perDay: 450,
    letterBytes: 20 * megabyte,
    quotaPauseMs: hour,
    remedy: {
      ru: 'iCloud принимает только пароль приложения: создайте его на странице учётной записи Apple.',
      en: 'iCloud takes only an app-specific password: create one on the Apple account page.',
    },
    help: 'https://support.apple.com/102654',
  },
  custom: {
    name: { ru: 'Другой сервер', en: 'Another server' },
    domains: [],
    mx: [],
    imap: tls('', 993),
    smtp: tls('', 465),
    password: 'mailbox',
    savesSent: 'ask',
    intervalMs: 1000,
    letterBytes: 25 * megabyte,
    quotaPauseMs: hour,
    remedy: {
      ru: 'Проверьте имя пользователя и пароль; узнайте у администратора почты, разрешён ли доступ почтовым программам.',
      en: 'Check the user name and the password; ask the mail administrator whether mail programs are allowed.',
    },
  },
}

export function presetOfDomain(domain: string): ProviderId | undefined {
  return providerIds.find((id) => presets[id].domains.includes(domain))
}

/** The longest end wins: Outlook.com's MX lies under Microsoft 365's. */
export function presetOfMx(host: string): ProviderId | undefined {
  const name = host.toLowerCase().replace(/\.$/, '')
  const matches = providerIds.flatMap((id) =>
    presets[id].mx.filter((end) => name.endsWith(end)).map((end) => ({ id, length: end.length }))
  )
  return matches.sort((a, b) => b.length - a.length)[0]?.id
}

export const providerIds: readonly ProviderId[] = [
  'gmail',
  'yandex',
  'mailru',
  'microsoft',
  'outlook',
  'rambler',
  'icloud',
  'custom',
]
