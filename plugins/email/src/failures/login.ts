/** A login that an IMAP or SMTP server refused: the wrong password, or something that only looks like it. */
import { Failure } from '@svyaz/core'
import type { Meaning } from './words.ts'
import type { Preset } from '../presets.ts'
import { accessWithdrawn } from './oauth.ts'
import { inBrackets, joined, withDetail } from './words.ts'

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
  const detail = inBrackets(refusal.text)
  if (isLimit(refusal)) return failure(tooMany, detail, cause)
  const isDisabled = /disabled|privacyrequired/i.test(
    `${refusal.responseCode ?? ''} ${refusal.text}`
  )
  if (isDisabled && isPlain(refusal)) return failure(needsTls, detail, cause)
  if (refusal.oauth) return accessWithdrawn(detail, cause)
  return new Failure('unauthorized', {
    code: wrongLogin.code,
    reason: withDetail(joined(wrongLogin.words, preset.remedy), detail),
    ...(preset.help === undefined ? {} : { link: preset.help }),
    cause,
  })
}

function failure({ kind, code, words }: Meaning, detail: string, cause: unknown): Failure {
  return new Failure(kind, { code, reason: withDetail(words, detail), cause })
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

const tooMany: Meaning = {
  kind: 'transient',
  code: 'E_EMAIL_TOO_MANY_CONNECTIONS',
  words: {
    ru: 'К ящику открыто слишком много соединений сразу. Мы попробуем ещё раз; закройте другие почтовые программы.',
    en: 'Too many connections to the mailbox at once. We try again; close other mail programs.',
  },
}
const needsTls: Meaning = {
  kind: 'unauthorized',
  code: 'E_EMAIL_NEEDS_TLS',
  words: {
    ru: 'Сервер не принимает пароль без шифрования. Выберите TLS или STARTTLS.',
    en: 'The server takes no password without encryption. Choose TLS or STARTTLS.',
  },
}
const wrongLogin: Meaning = {
  kind: 'unauthorized',
  code: 'E_EMAIL_LOGIN',
  words: {
    ru: 'Сервер не принял имя пользователя или пароль.',
    en: 'The server refused the user name or the password.',
  },
}
