/** Every foreign error that e-mail knows → Failure. The only place that reads imapflow's and nodemailer's error fields. */
import { Failure, isFailure } from '@svyaz/core'
import type { FailureData } from '@svyaz/core'
import { connectionWords } from './failures/connection.ts'
import type { Place } from './failures/connection.ts'
import { refusedLogin } from './failures/login.ts'
import { replyFailure } from './failures/smtp_reply.ts'
import { inBrackets, joined, serverWords } from './failures/words.ts'
import { presets } from './presets.ts'
import type { Preset } from './presets.ts'

/** What the error happened to, where it is known. */
export type About = { readonly place?: Place; readonly preset?: Preset }

/** What imapflow, nodemailer, Node and OpenSSL put on their errors. */
type Fields = {
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly command?: unknown
  readonly response?: unknown
  readonly responseCode?: unknown
  readonly responseText?: unknown
  readonly serverResponseCode?: unknown
  readonly authenticationFailed?: unknown
  readonly oauthError?: unknown
  readonly tlsFailed?: unknown
  /** Of a certificate for other names. */
  readonly cert?: unknown
  readonly throttleReset?: unknown
}

/** undefined: nothing this plugin knows; core judges by how far the call got. */
export function toFailure(error: unknown, about: About = {}): Failure | undefined {
  if (isFailure(error)) return error
  if (!(error instanceof Error)) return undefined
  const fields = error as Error & Fields
  return (
    throttled(fields, error) ??
    imapLogin(fields, error, about) ??
    smtpReply(fields, error, about) ??
    noLoginOffered(error) ??
    connection(fields, error, about) ??
    folder(fields, error)
  )
}

/** A connection that broke tells only that; whether a letter went out is `smtp.ts`'s to know. */
export function lostConnection(cause: unknown): Failure {
  return new Failure('transient', {
    code: 'E_EMAIL_CONNECTION_LOST',
    reason: {
      ru: 'Соединение с почтовым сервером оборвалось. Восстановим его сами.',
      en: 'The connection to the mail server broke. We restore it by ourselves.',
    },
    cause,
  })
}

function throttled(fields: Fields, cause: Error): Failure | undefined {
  if (text(fields.code) !== 'ETHROTTLE') return undefined
  const forMs = typeof fields.throttleReset === 'number' ? fields.throttleReset : 60_000
  return new Failure('transient', {
    code: 'E_EMAIL_SLOW_DOWN',
    reason: {
      ru: 'Почтовая служба просит обращаться реже. Подождём и продолжим.',
      en: 'The mail service asks us to slow down. We wait and go on.',
    },
    pause: { forMs, what: 'lane' },
    cause,
  })
}

function imapLogin(fields: Fields, cause: Error, about: About): Failure | undefined {
  if (fields.authenticationFailed !== true) return undefined
  const responseCode = text(fields.serverResponseCode)
  return refusedLogin(
    {
      text: text(fields.responseText) ?? text(fields.response) ?? '',
      oauth: fields.oauthError !== undefined,
      ...(responseCode === undefined ? {} : { responseCode }),
    },
    about.preset ?? presets.custom,
    cause
  )
}

function smtpReply(fields: Fields, cause: Error, about: About): Failure | undefined {
  const code = typeof fields.responseCode === 'number' ? fields.responseCode : undefined
  if (text(fields.code) === 'EMESSAGE' && code === undefined) return tooBigBefore(cause)
  if (code === undefined) return undefined
  const found = replyFailure({ code, text: text(fields.response) ?? cause.message })
  if (found.code === 'E_EMAIL_SMTP_LOGIN' && text(fields.code) === 'EAUTH') {
    const remedy = about.preset?.remedy ?? presets.custom.remedy
    return fromData({ ...found, reason: joined(found.reason, remedy) }, cause)
  }
  return fromData(withQuota(found, about), cause)
}

/** Providers differ in how long they sulk after the daily limit. */
function withQuota(found: FailureData, about: About): FailureData {
  if (found.code !== 'E_EMAIL_DAILY_LIMIT' || about.preset === undefined) return found
  return { ...found, pause: { forMs: about.preset.quotaPauseMs, what: 'lane' } }
}

/** nodemailer compares with EHLO SIZE by itself and sends nothing. */
function tooBigBefore(cause: Error): Failure | undefined {
  if (!/size/i.test(cause.message)) return undefined
  return fromData(replyFailure({ code: 552, enhanced: '5.3.4', text: '' }), cause)
}

function noLoginOffered(cause: Error): Failure | undefined {
  if (!/unsupported authentication mechanism/i.test(cause.message)) return undefined
  return new Failure('unauthorized', {
    code: 'E_EMAIL_NO_MECHANISM',
    reason: {
      ru: 'Сервер не предлагает ни одного подходящего способа входа. Проверьте порт и шифрование или подключите ящик через вход службы.',
      en: 'The server offers no way to sign in that we have. Check port and encryption, or connect by signing in with the service.',
    },
    cause,
  })
}

function connection(fields: Fields, cause: Error, about: About): Failure | undefined {
  const codes = [text(fields.originalCode), text(fields.code)].map((code) =>
    greeting(code, fields, cause)
  )
  const code = codes.find((one) => one !== undefined && one in connectionWords)
  const words = code === undefined ? undefined : connectionWords[code]
  if (words === undefined) {
    if (fields.tlsFailed === true) return failureOf('ETLS', cause, about, '')
    return isCut(fields) ? lostConnection(cause) : undefined
  }
  return failureOf(code ?? '', cause, about, nameDetail(fields, words.code))
}

/** Both libraries say `ETIMEDOUT` or `GREETING_TIMEOUT` where the port waits for TLS. */
function greeting(code: string | undefined, fields: Fields, cause: Error): string | undefined {
  return code === 'ETIMEDOUT' && /greeting/i.test(cause.message) && fields.response === undefined
    ? 'GREETING_TIMEOUT'
    : code
}

function isCut(fields: Fields): boolean {
  const code = text(fields.code) ?? ''
  return [
    'NoConnection',
    'ECONNECTION',
    'ECONNRESET',
    'EPIPE',
    'ESOCKET',
    'EConnectionClosed',
  ].includes(code)
}

function failureOf(code: string, cause: Error, about: About, detail: string): Failure {
  const words = connectionWords[code]
  if (words === undefined) return lostConnection(cause)
  const place = about.place ?? { host: '?', port: 0, protocol: 'IMAP' }
  return new Failure(words.kind, { code: words.code, reason: words.reason(place, detail), cause })
}

/** For which names the certificate is. */
function nameDetail(fields: Fields, code: string): string {
  if (code !== 'E_EMAIL_CERTIFICATE_NAME') return ''
  const { cert } = fields
  const isCertificate = typeof cert === 'object' && cert !== null && 'subjectaltname' in cert
  const names = isCertificate ? text(cert.subjectaltname) : undefined
  return inBrackets(names ?? '')
}

function folder(fields: Fields, cause: Error): Failure | undefined {
  const code = text(fields.serverResponseCode)
  if (code === 'TRYCREATE' || code === 'NONEXISTENT') {
    return new Failure('rejected', {
      code: 'E_EMAIL_NO_FOLDER',
      reason: {
        ru: 'Такой папки в ящике нет. Проверьте папки ящика.',
        en: 'There is no such folder in the mailbox. Check its folders.',
      },
      cause,
    })
  }
  if (code === 'OVERQUOTA') {
    return new Failure('rejected', {
      code: 'E_EMAIL_OUR_MAILBOX_FULL',
      reason: {
        ru: 'Ящик переполнен. Удалите лишнее или увеличьте его объём.',
        en: 'The mailbox is full. Delete what is not needed or enlarge it.',
      },
      cause,
    })
  }
  if (text(fields.responseText) === undefined) return undefined
  const detail = serverWords(text(fields.responseText) ?? '')
  return new Failure('transient', {
    code: 'E_EMAIL_SERVER',
    reason: {
      ru: `Почтовый сервер не выполнил команду.${detail}`,
      en: `The mail server did not carry out a command.${detail}`,
    },
    cause,
  })
}

function fromData(data: FailureData, cause: unknown): Failure {
  const { kind, ...rest } = data
  return new Failure(kind, { ...rest, cause })
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
