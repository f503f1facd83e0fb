import type { Localized } from '../json.ts'
import { Failure, isFailure, type FailureKind } from '../failure.ts'
import type { Plugin } from '../plugin.ts'

/** Failures that core itself finds. */

type Made = (cause?: unknown) => Failure

const make =
  (kind: FailureKind, code: `E_${string}`, ru: string, en: string): Made =>
  (cause) =>
    new Failure(kind, { code, reason: { ru, en }, cause })

export const accountGone: Made = make(
  'rejected',
  'E_ACCOUNT_GONE',
  'Аккаунт отключён. Выберите другой аккаунт.',
  'The account is disconnected. Choose another account.'
)

export const leaseLost: Made = make(
  'disconnected',
  'E_LEASE_LOST',
  'Аккаунт обслуживает другой узел.',
  'Another node serves the account.'
)

export const storeAway: Made = make(
  'transient',
  'E_STORE_AWAY',
  'База данных недоступна. Повторим сами, как только она ответит.',
  'The database is away. It is tried again as soon as it answers.'
)

export const runEnded: Made = make(
  'transient',
  'E_RUN_ENDED',
  'Соединение закрылось само. Подключаемся снова.',
  'The connection ended by itself. Connecting again.'
)

export const deaf: Made = make(
  'transient',
  'E_DEAF',
  'Соединение открыто, но не отвечает. Подключаемся снова.',
  'The connection is open but does not answer. Connecting again.'
)

export const noSession: Made = make(
  'disconnected',
  'E_NOT_CONNECTED',
  'Аккаунт сейчас не подключён. Отправим, когда он подключится.',
  'The account is not connected now. It is sent when it connects.'
)

export const noMedia: Made = make(
  'rejected',
  'E_MEDIA_NONE',
  'Хранилище файлов не настроено. Отправьте сообщение без файлов.',
  'No file store is configured. Send the message without files.'
)

export function unknownStep(step: string): Failure {
  return make(
    'rejected',
    'E_STEP_UNKNOWN',
    `Неизвестный шаг ${step}. Обновите плагин.`,
    `Unknown step ${step}. Update the plugin.`
  )()
}

export function wrongInput(step: string, cause: unknown): Failure {
  return make(
    'rejected',
    'E_STEP_INPUT',
    `Данные шага ${step} не подходят. Обновите плагин.`,
    `The input of the step ${step} does not fit. Update the plugin.`
  )(cause)
}

export function pluginMissing(id: string): Failure {
  return make(
    'rejected',
    'E_PLUGIN_MISSING',
    `Плагин ${id} не установлен. Установите его или отключите аккаунт.`,
    `The plugin ${id} is not installed. Install it or disconnect the account.`
  )()
}

export function instanceMissing(id: string): Failure {
  return make(
    'rejected',
    'E_INSTANCE_MISSING',
    `Плагину ${id} не хватает общих настроек. Заполните их на странице плагинов.`,
    `The plugin ${id} lacks its installation settings. Fill them in on the plugins page.`
  )()
}

export function settingsInvalid(id: string, field: string, cause?: unknown): Failure {
  return make(
    'rejected',
    'E_SETTINGS_INVALID',
    `Настройки ${id} не подходят: поле ${field}. Исправьте его и сохраните снова.`,
    `The settings of ${id} do not fit: field ${field}. Mend it and save again.`
  )(cause)
}

function pluginError(id: string, kind: FailureKind, cause: unknown): Failure {
  return make(
    kind,
    'E_PLUGIN_ERROR',
    `В плагине ${id} произошла ошибка. Подробности в журнале сервера.`,
    `The plugin ${id} failed. The details are in the server's log.`
  )(cause)
}

/** What a part of a plugin threw, as a Failure. A hook that throws itself changes nothing. */
export function failureOf(plugin: Plugin, error: unknown, otherwise: FailureKind): Failure {
  if (isFailure(error)) return error
  try {
    return plugin.failure?.(error) ?? pluginError(plugin.manifest.id, otherwise, error)
  } catch {
    return pluginError(plugin.manifest.id, otherwise, error)
  }
}

/** For the log: names and codes, never a message, which may hold what a client wrote. */
export function errorName(error: unknown): { error: string; code?: string } {
  const name = error instanceof Error ? error.name : typeof error
  const cause = isFailure(error) ? error.cause : undefined
  const code = codeOf(error) ?? codeOf(cause)
  return {
    error: cause instanceof Error ? cause.name : name,
    ...(code === undefined ? {} : { code }),
  }
}

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

export function pacingOutOfBounds(reason: Localized, cause: unknown): Failure {
  return new Failure('rejected', { code: 'E_PACING', reason, cause })
}
