import type { MessageKind } from './content.ts'
import { Failure } from './failure.ts'
import type { Localized } from './json.ts'

/** What a channel can't take, in words: the thing, the reason, the remedy. */

function refuse(code: `E_${string}`, ru: string, en: string): Failure {
  return new Failure('rejected', { code, reason: { ru, en } })
}

/** 64 МБ, 1.5 МБ, 300 КБ. Never rounds a size down to its own limit. */
function size(bytes: number, units: readonly [string, string, string]): string {
  if (bytes < 1024) return `${bytes} ${units[0]}`
  const inKb = bytes < 1024 * 1024
  const value = bytes / (inKb ? 1024 : 1024 * 1024)
  const rounded =
    Number.isInteger(value) || value >= 1000 ? Math.ceil(value) : Math.ceil(value * 10) / 10
  return `${rounded} ${inKb ? units[1] : units[2]}`
}
const ruSize = (bytes: number) => size(bytes, ['Б', 'КБ', 'МБ']).replace('.', ',')
const enSize = (bytes: number) => size(bytes, ['bytes', 'KB', 'MB'])

const kinds: Readonly<Record<MessageKind, Localized>> = {
  text: { ru: 'текст', en: 'text' },
  image: { ru: 'изображения', en: 'images' },
  video: { ru: 'видео', en: 'videos' },
  audio: { ru: 'аудио', en: 'audio' },
  voice: { ru: 'голосовые сообщения', en: 'voice messages' },
  document: { ru: 'документы', en: 'documents' },
}

export const empty = (): Failure =>
  refuse(
    'E_EMPTY',
    'Сообщение пустое. Напишите текст или приложите файл.',
    'The message is empty. Write a text or attach a file.'
  )

export const text = (channel: Localized, length: number, most: number): Failure =>
  refuse(
    'E_TEXT_TOO_LONG',
    `В тексте ${length} знаков, ${channel.ru} принимает до ${most}. Сократите текст или разделите его на несколько сообщений.`,
    `The text has ${length} characters; ${channel.en} takes up to ${most}. Shorten it or split it into several messages.`
  )

export const file = (channel: Localized, bytes: number, most: number): Failure =>
  refuse(
    'E_FILE_TOO_BIG',
    `Файл ${ruSize(bytes)}, ${channel.ru} принимает до ${ruSize(most)}. Сожмите файл или отправьте его ссылкой.`,
    `The file is ${enSize(bytes)}; ${channel.en} takes up to ${enSize(most)}. Compress it or send a link.`
  )

export const album = (channel: Localized, bytes: number, most: number): Failure =>
  refuse(
    'E_ALBUM_TOO_BIG',
    `Файлы вместе ${ruSize(bytes)}, ${channel.ru} принимает в одном сообщении до ${ruSize(most)}. Отправьте их по частям.`,
    `The files are ${enSize(bytes)} together; ${channel.en} takes up to ${enSize(most)} in one message. Send them in parts.`
  )

export const kind = (channel: Localized, which: MessageKind): Failure =>
  refuse(
    'E_KIND_UNSUPPORTED',
    `${channel.ru} не принимает ${kinds[which].ru}. Отправьте это в другом виде или в другом канале.`,
    `${channel.en} doesn't take ${kinds[which].en}. Send it in another form or by another channel.`
  )

export const mime = (channel: Localized, type: string): Failure =>
  refuse(
    'E_MIME_UNSUPPORTED',
    `${channel.ru} не принимает файлы типа ${type}. Сохраните файл в другом формате.`,
    `${channel.en} doesn't take files of type ${type}. Save the file in another format.`
  )

export const writeFirst = (channel: Localized): Failure =>
  refuse(
    'E_WRITE_FIRST',
    `${channel.ru} не позволяет писать первым по такому адресу. Дождитесь сообщения клиента или выберите другой канал.`,
    `${channel.en} doesn't let you write first to such an address. Wait for the client's message or choose another channel.`
  )

export const replies = (channel: Localized): Failure =>
  refuse(
    'E_REPLY_UNSUPPORTED',
    `${channel.ru} не умеет отвечать на отдельное сообщение. Отправьте без цитаты.`,
    `${channel.en} has no replies to a single message. Send it without the quote.`
  )

export const subject = (channel: Localized): Failure =>
  refuse(
    'E_SUBJECT_UNSUPPORTED',
    `В ${channel.ru} нет темы сообщения. Отправьте без темы.`,
    `${channel.en} has no subject line. Send it without one.`
  )
