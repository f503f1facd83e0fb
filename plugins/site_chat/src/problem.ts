import type { Localized, Millis } from '@svyaz/core'

/** An answer to a visitor's page that says no: what, why and what to do, in both languages. */
export class Problem extends Error {
  readonly status: number
  readonly code: `E_${string}`
  readonly reason: Localized
  readonly retryAfterMs: Millis | undefined

  constructor(status: number, code: `E_${string}`, reason: Localized, retryAfterMs?: Millis) {
    super(`${code}: ${reason.en}`)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.reason = reason
    this.retryAfterMs = retryAfterMs
  }
}

export const problems = {
  noVisitor: (): Problem =>
    new Problem(401, 'E_SITE_CHAT_VISITOR', {
      ru: 'Страница не назвала посетителя. Обновите её и напишите ещё раз.',
      en: 'The page did not say who the visitor is. Reload it and write again.',
    }),
  origin: (): Problem =>
    new Problem(403, 'E_SITE_CHAT_ORIGIN', {
      ru: 'Чат не настроен для этого сайта. Добавьте его адрес в настройках аккаунта.',
      en: "The chat is not set up for this site. Add its address to the account's settings.",
    }),
  badJson: (): Problem =>
    new Problem(400, 'E_SITE_CHAT_JSON', {
      ru: 'Тело запроса не JSON. Отправьте объект JSON в UTF-8.',
      en: 'The body is not JSON. Send a JSON object in UTF-8.',
    }),
  badField: (field: string): Problem =>
    new Problem(400, 'E_SITE_CHAT_FIELD', {
      ru: `Поле «${field}» отсутствует или записано неверно. Исправьте его и повторите.`,
      en: `The field "${field}" is missing or wrong. Correct it and try again.`,
    }),
  tooLong: (limit: number): Problem =>
    new Problem(400, 'E_SITE_CHAT_TOO_LONG', {
      ru: `Сообщение длиннее ${limit} знаков. Разделите его на части.`,
      en: `The message is longer than ${limit} characters. Split it.`,
    }),
  empty: (): Problem =>
    new Problem(400, 'E_SITE_CHAT_EMPTY', {
      ru: 'В сообщении нет ни текста, ни файла. Напишите что-нибудь.',
      en: 'The message has neither text nor a file. Write something.',
    }),
  lineGone: (): Problem =>
    new Problem(404, 'E_SITE_CHAT_LINE', {
      ru: 'Этого сообщения больше нет. Обновите страницу.',
      en: 'This message is no longer there. Reload the page.',
    }),
  changeTooLate: (minutes: number): Problem =>
    new Problem(409, 'E_SITE_CHAT_CHANGE_LATE', {
      ru: `Прошло больше ${minutes} минут: сообщение уже не изменить. Напишите новое.`,
      en: `Older than ${minutes} minutes: it can't be changed any more. Write another message.`,
    }),
  tooManyAMinute: (retryAfterMs: Millis): Problem =>
    new Problem(
      429,
      'E_SITE_CHAT_MINUTE',
      {
        ru: 'Слишком много сообщений подряд. Остальные уйдут сами через минуту.',
        en: 'Too many messages in a row. The rest will go by themselves in a minute.',
      },
      retryAfterMs
    ),
  tooManyADay: (retryAfterMs: Millis): Problem =>
    new Problem(
      429,
      'E_SITE_CHAT_DAY',
      {
        ru: 'На сегодня сообщений достаточно. Напишите завтра или свяжитесь с нами иначе.',
        en: 'That is enough messages for today. Write tomorrow or reach us another way.',
      },
      retryAfterMs
    ),
  tooManyFiles: (retryAfterMs: Millis): Problem =>
    new Problem(
      429,
      'E_SITE_CHAT_FILES',
      {
        ru: 'Слишком много файлов за день. Отправьте остальные завтра.',
        en: 'Too many files for one day. Send the rest tomorrow.',
      },
      retryAfterMs
    ),
  tooManyVisitors: (retryAfterMs: Millis): Problem =>
    new Problem(
      429,
      'E_SITE_CHAT_VISITORS',
      {
        ru: 'Из вашей сети слишком много новых посетителей. Попробуйте через час.',
        en: 'Too many new visitors from your network. Try again in an hour.',
      },
      retryAfterMs
    ),
  tooManyStreams: (): Problem =>
    new Problem(
      429,
      'E_SITE_CHAT_STREAMS',
      {
        ru: 'Чат открыт в слишком многих вкладках. Закройте лишние.',
        en: 'The chat is open in too many tabs. Close some.',
      },
      30_000
    ),
  busy: (): Problem =>
    new Problem(
      429,
      'E_SITE_CHAT_BUSY',
      {
        ru: 'Предыдущие сообщения ещё сохраняются. Это уйдёт само через несколько секунд.',
        en: 'Earlier messages are still being stored. This one will go in a few seconds.',
      },
      3_000
    ),
  fileTooBig: (limitMb: number): Problem =>
    new Problem(413, 'E_SITE_CHAT_FILE_TOO_BIG', {
      ru: `Файл больше ${limitMb} МБ. Сожмите его или пришлите ссылку.`,
      en: `The file is over ${limitMb} MB. Compress it or send a link.`,
    }),
  fileType: (name: string): Problem =>
    new Problem(415, 'E_SITE_CHAT_FILE_TYPE', {
      ru: `Файлы вида «${name}» не принимаются: их можно запустить. Положите его в архив ZIP.`,
      en: `Files like "${name}" are not taken: they can be run. Put it in a ZIP archive.`,
    }),
  fileEmpty: (): Problem =>
    new Problem(400, 'E_SITE_CHAT_FILE_EMPTY', {
      ru: 'Файл пустой. Выберите другой.',
      en: 'The file is empty. Choose another.',
    }),
  fileGone: (): Problem =>
    new Problem(404, 'E_SITE_CHAT_FILE_GONE', {
      ru: 'Такого файла в вашем диалоге нет или срок ссылки вышел. Откройте чат заново.',
      en: 'There is no such file in your dialog, or the link has expired. Open the chat again.',
    }),
  away: (): Problem =>
    new Problem(
      503,
      'E_SITE_CHAT_AWAY',
      {
        ru: 'Сервер на минуту занят. Сообщение ждёт и уйдёт само.',
        en: 'The server is busy for a moment. The message waits and will go by itself.',
      },
      5_000
    ),
  broken: (): Problem =>
    new Problem(500, 'E_SITE_CHAT_BROKEN', {
      ru: 'Чат сломался на нашей стороне. Мы уже знаем; попробуйте через несколько минут.',
      en: 'The chat broke on our side. We know already; try again in a few minutes.',
    }),
} as const
