/** What an SMTP reply or a bounce's status means, in words. The enhanced code is read first, the basic one second, the text last. */
import type { FailureData, Localized, Millis } from '@svyaz/core'
import { serverWords, withDetail } from './words.ts'
import type { Meaning } from './words.ts'

export type Reply = {
  readonly code?: number
  /** x.y.z of RFC 3463, where it is known apart from the text. */
  readonly enhanced?: string
  readonly text: string
}

type Rule = {
  readonly enhanced?: readonly string[]
  readonly codes?: readonly number[]
  readonly text?: RegExp
} & Meaning

const minute: Millis = 60_000

const limitReached: Meaning = {
  kind: 'rate_limited',
  code: 'E_EMAIL_DAILY_LIMIT',
  words: {
    ru: 'Почтовая служба больше не принимает писем: исчерпан её лимит. Отправка продолжится сама.',
    en: 'The mail service takes no more letters: its limit is used up. Sending goes on by itself.',
  },
  pause: { forMs: 60 * minute, what: 'lane' },
}
const tooBig: Meaning = {
  kind: 'rejected',
  code: 'E_EMAIL_TOO_BIG',
  words: {
    ru: 'Письмо слишком большое для почтового сервера. Отправьте файлы по частям или ссылкой.',
    en: 'The letter is too big for the mail server. Send the files in parts or as a link.',
  },
}

const rules: readonly Rule[] = [
  {
    enhanced: ['5.4.5', '4.7.28', '5.7.28'],
    ...limitReached,
  },
  {
    codes: [450, 451, 452, 550, 552, 554],
    text: /daily.{0,30}(?:limit|quota)|sending (?:limit|quota)|too many (?:messages|letters) (?:today|per day)|limit on the number of/i,
    ...limitReached,
  },
  {
    enhanced: ['5.7.139', '5.7.30'],
    kind: 'unauthorized',
    code: 'E_EMAIL_MICROSOFT_PASSWORD',
    words: {
      ru: 'Microsoft отключила вход по паролю для этого ящика. Подключите его через вход Microsoft.',
      en: 'Microsoft has switched off password sign-in for this mailbox. Connect it by signing in with Microsoft.',
    },
  },
  {
    codes: [454],
    kind: 'transient',
    code: 'E_EMAIL_LOGIN_LATER',
    words: {
      ru: 'Почтовый сервер сейчас не может проверить вход. Попробуем ещё раз.',
      en: 'The mail server cannot check sign-ins at the moment. We shall try again.',
    },
  },
  {
    codes: [534, 535],
    kind: 'unauthorized',
    code: 'E_EMAIL_SMTP_LOGIN',
    words: {
      ru: 'Сервер отправки не принял имя пользователя или пароль. Проверьте пароль приложения и разрешение на отправку (SMTP).',
      en: 'The outgoing server refused the user name or the password. Check the app password and its permission to send (SMTP).',
    },
  },
  {
    codes: [530],
    text: /starttls/i,
    kind: 'unauthorized',
    code: 'E_EMAIL_NEEDS_STARTTLS',
    words: {
      ru: 'Порт требует STARTTLS. Выберите STARTTLS в настройках SMTP.',
      en: 'The port wants STARTTLS first. Choose STARTTLS in the SMTP settings.',
    },
  },
  {
    codes: [530],
    kind: 'unauthorized',
    code: 'E_EMAIL_SMTP_LOGIN',
    words: {
      ru: 'Сервер отправки требует входа. Заполните имя пользователя и пароль SMTP.',
      en: 'The outgoing server wants a login. Fill in the SMTP user name and password.',
    },
  },
  {
    codes: [432],
    kind: 'transient',
    code: 'E_EMAIL_TOO_MANY_CONNECTIONS',
    pause: { forMs: minute, what: 'lane' },
    words: {
      ru: 'Слишком много соединений с ящиком сразу. Отправим через минуту.',
      en: 'Too many connections to the mailbox at once. We shall send in a minute.',
    },
  },
  {
    enhanced: ['4.7.1', '4.2.0'],
    kind: 'transient',
    code: 'E_EMAIL_GREYLISTED',
    words: {
      ru: 'Сервер получателя просит прислать письмо позже. Это обычная проверка, мы повторим сами.',
      en: "The recipient's server asks to come again later. It is a usual check; we repeat by ourselves.",
    },
  },
  {
    enhanced: ['4.2.2'],
    kind: 'transient',
    code: 'E_EMAIL_MAILBOX_FULL_NOW',
    words: {
      ru: 'Ящик получателя переполнен. Попробуем ещё раз позже.',
      en: "The recipient's mailbox is full. We shall try again later.",
    },
  },
  {
    codes: [421],
    kind: 'transient',
    code: 'E_EMAIL_SERVER_BUSY',
    pause: { forMs: minute, what: 'lane' },
    words: {
      ru: 'Почтовый сервер перегружен и закрыл соединение. Попробуем ещё раз через минуту.',
      en: 'The mail server is overloaded and has closed the connection. We shall try again in a minute.',
    },
  },
  {
    enhanced: ['4.3.2', '4.7.0', '4.5.3'],
    kind: 'transient',
    code: 'E_EMAIL_SERVER_BUSY',
    pause: { forMs: minute, what: 'lane' },
    words: {
      ru: 'Почтовый сервер просит отправлять медленнее. Попробуем ещё раз через минуту.',
      en: 'The mail server asks to send more slowly. We shall try again in a minute.',
    },
  },
  {
    enhanced: ['5.1.1', '5.1.10', '5.4.1', '5.1.6'],
    kind: 'unreachable',
    code: 'E_EMAIL_NO_MAILBOX',
    words: {
      ru: 'Адрес не существует. Проверьте, нет ли опечатки.',
      en: 'This address does not exist. Check it for a typo.',
    },
  },
  {
    enhanced: ['5.1.2', '5.4.4'],
    kind: 'unreachable',
    code: 'E_EMAIL_NO_DOMAIN',
    words: {
      ru: 'Такого почтового домена нет. Проверьте часть адреса после @.',
      en: 'There is no such mail domain. Check the part after the @.',
    },
  },
  {
    enhanced: ['5.2.1'],
    kind: 'unreachable',
    code: 'E_EMAIL_MAILBOX_OFF',
    words: {
      ru: 'Ящик получателя отключён. Спросите у клиента другой адрес.',
      en: "The recipient's mailbox is switched off. Ask the client for another address.",
    },
  },
  {
    enhanced: ['5.2.2'],
    kind: 'rejected',
    code: 'E_EMAIL_MAILBOX_FULL',
    words: {
      ru: 'Ящик получателя переполнен. Свяжитесь с ним другим способом.',
      en: "The recipient's mailbox is full. Reach them some other way.",
    },
  },
  {
    enhanced: ['5.3.4', '5.2.3'],
    ...tooBig,
  },
  {
    codes: [552, 523],
    text: /size|big|large/i,
    ...tooBig,
  },
  {
    enhanced: ['5.1.3', '5.1.7', '5.1.8'],
    kind: 'rejected',
    code: 'E_EMAIL_BAD_ADDRESS',
    words: {
      ru: 'Почтовый сервер считает адрес неправильным. Исправьте адрес.',
      en: 'The mail server says the address is not valid. Correct the address.',
    },
  },
  {
    text: /sender address rejected|not owned by/i,
    kind: 'rejected',
    code: 'E_EMAIL_SENDER_NOT_OURS',
    words: {
      ru: 'Сервер не разрешает отправлять с этого адреса. Подключите ящик под его собственным адресом.',
      en: "The server does not allow sending from this address. Connect the mailbox with the account's own address.",
    },
  },
  {
    enhanced: ['5.7.26', '5.7.23', '5.7.25'],
    kind: 'rejected',
    code: 'E_EMAIL_DOMAIN_NOT_PROVEN',
    words: {
      ru: 'Письмо отклонено: у домена отправителя не настроены SPF, DKIM или DMARC. Администратору нужно исправить записи DNS.',
      en: "The letter was refused: the sender's domain lacks SPF, DKIM or DMARC. An administrator has to mend its DNS records.",
    },
  },
  {
    codes: [550, 551, 552, 553, 554, 571],
    text: /spam|spf|blocked|blacklist|block list|reputation/i,
    kind: 'rejected',
    code: 'E_EMAIL_SPAM',
    words: {
      ru: 'Сервер получателя принял письмо за спам. Измените текст или свяжитесь с клиентом другим способом.',
      en: "The recipient's server took the letter for spam. Change its text or reach the client some other way.",
    },
  },
  {
    text: /client host rejected|relay(?:ing)? (?:access )?denied/i,
    kind: 'rejected',
    code: 'E_EMAIL_RELAY_DENIED',
    words: {
      ru: 'Сервер не принимает писем без входа. Заполните имя пользователя и пароль SMTP.',
      en: 'The server takes no letters without a login. Fill in the SMTP user name and password.',
    },
  },
  {
    enhanced: ['5.5.4', '5.6.7'],
    codes: [504, 555],
    kind: 'rejected',
    code: 'E_EMAIL_NOT_SUPPORTED',
    words: {
      ru: 'Почтовый сервер не поддерживает такие адреса. Используйте адрес латиницей.',
      en: 'The mail server does not support such addresses. Use an address in Latin letters.',
    },
  },
  {
    enhanced: ['5.6.0', '5.6.1'],
    kind: 'rejected',
    code: 'E_EMAIL_CONTENT',
    words: {
      ru: 'Сервер не принял содержимое письма. Попробуйте другой вид вложения.',
      en: 'The server refused the content of the letter. Try another type of attachment.',
    },
  },
  {
    enhanced: ['5.7.1', '5.7.0'],
    kind: 'rejected',
    code: 'E_EMAIL_POLICY',
    words: {
      ru: 'Сервер получателя отказал в приёме письма по своим правилам.',
      en: "The recipient's server refused the letter by its own rules.",
    },
  },
]

const laterWords: Localized = {
  ru: 'Почтовый сервер временно не принимает письмо. Попробуем ещё раз.',
  en: 'The mail server does not take the letter at the moment. We shall try again.',
}
const neverWords: Localized = {
  ru: 'Почтовый сервер отклонил письмо.',
  en: 'The mail server refused the letter.',
}

export function replyFailure(reply: Reply): FailureData {
  const enhanced = reply.enhanced ?? enhancedCode(reply.text)
  const rule = rules.find((one) => fits(one, reply, enhanced))
  const detail = serverWords(reply.text, reply.code, enhanced)
  if (rule !== undefined) {
    return {
      kind: rule.kind,
      code: rule.code,
      reason: withDetail(rule.words, detail),
      ...(rule.pause === undefined ? {} : { pause: rule.pause }),
    }
  }
  return isTemporary(reply, enhanced)
    ? { kind: 'transient', code: 'E_EMAIL_TRY_LATER', reason: withDetail(laterWords, detail) }
    : { kind: 'rejected', code: 'E_EMAIL_REFUSED', reason: withDetail(neverWords, detail) }
}

/** x.y.z in a reply's text: "550 5.1.1 <a@b>: …". */
export function enhancedCode(text: string): string | undefined {
  return /(?:^|[\s-])([245]\.\d{1,3}\.\d{1,3})(?=[\s:)]|$)/.exec(text)?.[1]
}

function fits(rule: Rule, reply: Reply, enhanced: string | undefined): boolean {
  const byEnhanced = enhanced !== undefined && (rule.enhanced?.includes(enhanced) ?? false)
  const byCode = reply.code !== undefined && (rule.codes?.includes(reply.code) ?? false)
  if (rule.text === undefined) return byEnhanced || (byCode && !contradicts(rule, enhanced))
  return (rule.codes === undefined || byCode) && rule.text.test(reply.text)
}

/** A basic code speaks for itself only where the enhanced one is silent or of the same sort. */
function contradicts(rule: Rule, enhanced: string | undefined): boolean {
  return enhanced !== undefined && rule.enhanced !== undefined && !rule.enhanced.includes(enhanced)
}

function isTemporary(reply: Reply, enhanced: string | undefined): boolean {
  if (reply.code !== undefined) return reply.code < 500
  return enhanced?.startsWith('4') ?? false
}
