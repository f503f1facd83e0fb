export type Language = 'ru' | 'en'

const ru = {
  open: 'Открыть чат',
  close: 'Закрыть чат',
  online: 'На связи',
  away: 'Сейчас никого нет, ответим позже',
  hello: 'Здравствуйте! Напишите, мы ответим здесь.',
  field: 'Сообщение',
  send: 'Отправить',
  attach: 'Прикрепить файл',
  typing: 'печатает…',
  somebody: 'Оператор',
  you: 'Вы',
  waiting: 'Отправляется',
  stored: 'Отправлено',
  read: 'Прочитано',
  failed: 'Не отправлено',
  retry: 'Повторить',
  discard: 'Убрать',
  offline: 'Нет связи. Сообщения уйдут, когда она вернётся.',
  older: 'Показать раньше',
  askAway: 'Сейчас никого нет. Оставьте почту, и мы ответим письмом.',
  askLate: 'Пока не ответили. Оставьте почту, чтобы ответ вас нашёл.',
  email: 'Почта',
  name: 'Имя',
  leave: 'Оставить',
  later: 'Не нужно',
  badEmail: 'Проверьте адрес: он пишется так: anna@mail.ru',
  thanks: 'Спасибо, адрес записан.',
  soundOn: 'Включить звук',
  soundOff: 'Выключить звук',
  lost: 'Файл не догрузился до обновления страницы. Выберите его ещё раз.',
  tooLong: 'Длиннее 4000 знаков. Разделите сообщение.',
  elsewhere: 'Или напишите нам:',
  newTab: 'откроется в новой вкладке',
  today: 'Сегодня',
}

const en: typeof ru = {
  open: 'Open chat',
  close: 'Close chat',
  online: 'Online',
  away: 'Nobody is here now; we will answer later',
  hello: 'Hello! Write to us, we answer here.',
  field: 'Message',
  send: 'Send',
  attach: 'Attach a file',
  typing: 'is typing…',
  somebody: 'Operator',
  you: 'You',
  waiting: 'Sending',
  stored: 'Sent',
  read: 'Read',
  failed: 'Not sent',
  retry: 'Try again',
  discard: 'Discard',
  offline: 'No connection. Messages will go when it is back.',
  older: 'Show earlier',
  askAway: 'Nobody is here now. Leave an e-mail and we will write to you.',
  askLate: 'No answer yet. Leave an e-mail, so that it finds you.',
  email: 'E-mail',
  name: 'Name',
  leave: 'Leave it',
  later: 'No need',
  badEmail: 'Check the address; it looks like anna@mail.com',
  thanks: 'Thank you, the address is noted.',
  soundOn: 'Turn the sound on',
  soundOff: 'Turn the sound off',
  lost: 'The file was not uploaded before the page was reloaded. Choose it again.',
  tooLong: 'Longer than 4000 characters. Split the message.',
  elsewhere: 'Or write to us in:',
  newTab: 'opens in a new tab',
  today: 'Today',
}

export type Texts = typeof ru

export function textsOf(language: Language): Texts {
  return language === 'ru' ? ru : en
}

/** «2 новых сообщения»; the rest of the words need no numbers. */
export function unreadText(count: number, language: Language): string {
  if (language === 'en') return count === 1 ? '1 new message' : `${count} new messages`
  const form = new Intl.PluralRules('ru').select(count)
  const words = { one: 'новое сообщение', few: 'новых сообщения', many: 'новых сообщений' }
  return `${count} ${form === 'one' ? words.one : form === 'few' ? words.few : words.many}`
}

export function fileTooBig(name: string, limit: number, language: Language): string {
  const mb = Math.floor(limit / 1_048_576)
  return language === 'ru'
    ? `«${name}» больше ${mb} МБ. Сожмите файл или пришлите ссылку.`
    : `"${name}" is over ${mb} MB. Compress it or send a link.`
}

export function sizeText(bytes: number, language: Language): string {
  const [kb, mb] = language === 'ru' ? ['КБ', 'МБ'] : ['KB', 'MB']
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  return bytes < 1_048_576
    ? `${number.format(Math.max(1, Math.round(bytes / 1024)))} ${kb}`
    : `${number.format(bytes / 1_048_576)} ${mb}`
}
