import type { Texts } from './words_ru.ts'

export type { Texts }
export type Language = 'ru' | 'en'

export async function textsOf(language: Language): Promise<Texts> {
  const { words } = await (language === 'ru' ? import('./words_ru.ts') : import('./words_en.ts'))
  return words
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
