/** A login that an IMAP or SMTP server refused: the wrong password, or something that only looks like it. */
import { Failure } from '@svyaz/core'
import type { Localized } from '@svyaz/core'
import type { Preset } from '../presets.ts'
import { printable } from './words.ts'

/** Codes of RFC 5530 and 6154 in a NO at login that say nothing about the password. */
const notThePassword = new Set([
  'LIMIT',
  'UNAVAILABLE',
  'INUSE',
  'SERVERBUG',
  'THROTTLED',
  'CONTACTADMIN',
])

export type Refusal = {
  readonly responseCode?: string
  readonly text: string
  readonly oauth: boolean
}

export function refusedLogin(refusal: Refusal, preset: Preset, cause: unknown): Failure {
  const detail = refusal.text === '' ? '' : ` (${printable(refusal.text)})`
  if (isLimit(refusal)) {
    return new Failure('transient', {
      code: 'E_EMAIL_TOO_MANY_CONNECTIONS',
      reason: withDetail(tooMany, detail),
      cause,
    })
  }
  if (
    /disabled|privacyrequired/i.test(`${refusal.responseCode ?? ''} ${refusal.text}`) &&
    isPlain(refusal)
  ) {
    return new Failure('unauthorized', {
      code: 'E_EMAIL_NEEDS_TLS',
      reason: withDetail(needsTls, detail),
      cause,
    })
  }
  if (refusal.oauth) {
    return new Failure('unauthorized', {
      code: 'E_EMAIL_OAUTH',
      reason: withDetail(oauthRefused, detail),
      cause,
    })
  }
  return new Failure('unauthorized', {
    code: 'E_EMAIL_LOGIN',
    reason: withDetail(
      { ru: `${wrongLogin.ru} ${preset.remedy.ru}`, en: `${wrongLogin.en} ${preset.remedy.en}` },
      detail
    ),
    ...(preset.help === undefined ? {} : { link: preset.help }),
    cause,
  })
}

function isLimit(refusal: Refusal): boolean {
  if (refusal.responseCode !== undefined && notThePassword.has(refusal.responseCode)) return true
  if (refusal.responseCode === 'AUTHENTICATIONFAILED') return false
  return /too many|simultaneous|maximum number|try again later|temporar/i.test(refusal.text)
}

/** "IMAP is disabled" of a provider is a setting of the mailbox, "login is disabled" a missing TLS. */
function isPlain(refusal: Refusal): boolean {
  return (
    /privacyrequired/i.test(refusal.responseCode ?? '') ||
    /log-?in is disabled|plaintext/i.test(refusal.text)
  )
}

function withDetail(words: Localized, detail: string): Localized {
  return { ru: `${words.ru}${detail}`, en: `${words.en}${detail}` }
}

const tooMany: Localized = {
  ru: 'К ящику открыто слишком много соединений сразу. Мы попробуем ещё раз; закройте другие почтовые программы.',
  en: 'Too many connections to the mailbox at once. We try again; close other mail programs.',
}
const needsTls: Localized = {
  ru: 'Сервер не принимает пароль без шифрования. Выберите TLS или STARTTLS.',
  en: 'The server takes no password without encryption. Choose TLS or STARTTLS.',
}
const oauthRefused: Localized = {
  ru: 'Служба отозвала доступ или срок его истёк. Подключите ящик заново.',
  en: 'The service has withdrawn the access, or it has expired. Connect the mailbox again.',
}
const wrongLogin: Localized = {
  ru: 'Сервер не принял имя пользователя или пароль.',
  en: 'The server refused the user name or the password.',
}
