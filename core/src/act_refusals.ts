import type { MessageKind } from './content.ts'
import { Failure } from './failure.ts'
import type { Localized, Millis } from './json.ts'

/** Why a message can't be changed, in words: the thing, the reason, the remedy. */

function refuse(code: `E_${string}`, ru: string, en: string): Failure {
  return new Failure('rejected', { code, reason: { ru, en } })
}

const units = [
  [60_000, ['минуты', 'минут'], ['minute', 'minutes']],
  [3_600_000, ['часа', 'часов'], ['hour', 'hours']],
  [24 * 3_600_000, ['суток', 'суток'], ['day', 'days']],
] as const

/** «48 часов», as it stands after «больше». */
function span(ms: Millis): Localized {
  const [minute, hour, day] = units
  const [size, ru, en] = ms >= 3 * day[0] ? day : ms >= hour[0] ? hour : minute
  const n = Math.max(1, Math.round(ms / size))
  const isOne = n % 10 === 1 && n % 100 !== 11
  return { ru: `${n} ${isOne ? ru[0] : ru[1]}`, en: `${n} ${n === 1 ? en[0] : en[1]}` }
}

const whose: Readonly<Record<MessageKind, Localized>> = {
  text: { ru: 'текст', en: 'texts' },
  image: { ru: 'подпись к изображению', en: 'captions of images' },
  video: { ru: 'подпись к видео', en: 'captions of videos' },
  audio: { ru: 'подпись к аудио', en: 'captions of audio' },
  voice: { ru: 'подпись к голосовому сообщению', en: 'captions of voice messages' },
  document: { ru: 'подпись к документу', en: 'captions of documents' },
}

export const edit = (channel: Localized): Failure =>
  refuse(
    'E_EDIT_UNSUPPORTED',
    `${channel.ru} не даёт изменить отправленное. Напишите новым сообщением, что было не так.`,
    `${channel.en} doesn't let sent messages be changed. Write another one that says what was wrong.`
  )

export const editOfOthers = (): Failure =>
  refuse(
    'E_EDIT_OTHERS',
    'Это сообщение писали не вы: изменить можно только своё. Ответьте на него.',
    "This message isn't yours: only your own can be changed. Answer it."
  )

export const editKind = (channel: Localized, kind: MessageKind): Failure =>
  refuse(
    'E_EDIT_KIND',
    `${channel.ru} не даёт изменить ${whose[kind].ru}. Напишите новым сообщением, что было не так.`,
    `${channel.en} doesn't let ${whose[kind].en} be changed. Write another message that says what was wrong.`
  )

export function editTooLate(withinMs: Millis): Failure {
  const { ru, en } = span(withinMs)
  return refuse(
    'E_EDIT_TOO_LATE',
    `Прошло больше ${ru}: изменить сообщение у клиента нельзя. Напишите новое.`,
    `Older than ${en}: it can't be changed for the client. Write another message.`
  )
}

export const remove = (channel: Localized): Failure =>
  refuse(
    'E_REMOVE_UNSUPPORTED',
    `${channel.ru} не даёт удалить отправленное у клиента. Напишите, что сообщение ушло по ошибке.`,
    `${channel.en} doesn't let sent messages be removed for the client. Write that it was sent by mistake.`
  )

export const removeOfOthers = (channel: Localized): Failure =>
  refuse(
    'E_REMOVE_OTHERS',
    `${channel.ru} даёт удалять только свои сообщения. Сообщение клиента останется.`,
    `${channel.en} lets only your own messages be removed. The client's stays.`
  )

export function removeTooLate(withinMs: Millis): Failure {
  const { ru, en } = span(withinMs)
  return refuse(
    'E_REMOVE_TOO_LATE',
    `Прошло больше ${ru}: у клиента сообщение не удалить. Напишите, что оно ушло по ошибке.`,
    `Older than ${en}: it can't be removed for the client. Write that it was sent by mistake.`
  )
}

export const react = (channel: Localized): Failure =>
  refuse(
    'E_REACT_UNSUPPORTED',
    `В ${channel.ru} нет реакций. Ответьте сообщением.`,
    `${channel.en} has no reactions. Answer with a message.`
  )

export const reaction = (channel: Localized, emoji: string): Failure =>
  refuse(
    'E_REACTION_UNKNOWN',
    `${channel.ru} не принимает реакцию ${emoji}. Выберите другую.`,
    `${channel.en} doesn't take the reaction ${emoji}. Choose another.`
  )
