import { Failure, isFailure } from '../failure.ts'

const settingsChangedCode = 'E_SETTINGS_CHANGED'

/** What both stores throw by themselves, in words. */

export function leaseLost(): Failure {
  return new Failure('disconnected', {
    code: 'E_LEASE_LOST',
    reason: {
      ru: 'Этим аккаунтом теперь занимается другой узел. Здесь ничего не отправлено, делать ничего не нужно.',
      en: 'Another node looks after this account now. Nothing was sent from here; there is nothing to do.',
    },
  })
}

export function alreadyConnected(): Failure {
  return new Failure('rejected', {
    code: 'E_ALREADY_CONNECTED',
    reason: {
      ru: 'Этот аккаунт уже подключён. Отключите его там, где он подключён, или войдите под другим.',
      en: 'This account is connected already. Disconnect it where it is connected, or sign in with another.',
    },
  })
}

export function ownerGone(): Failure {
  return new Failure('rejected', {
    code: 'E_OWNER_GONE',
    reason: {
      ru: 'Аккаунт отключён, поставить в очередь нельзя. Подключите его снова.',
      en: 'The account is disconnected, so nothing can be queued for it. Connect it again.',
    },
  })
}

export function settingsChanged(): Failure {
  return new Failure('rejected', {
    code: settingsChangedCode,
    reason: {
      ru: 'Пока вы меняли настройки, их сохранил кто-то другой. Обновите страницу и внесите свои изменения снова.',
      en: 'Somebody else saved these settings while you were changing them. Reload the page and make your changes again.',
    },
  })
}

export function isSettingsChanged(error: unknown): boolean {
  return isFailure(error) && error.code === settingsChangedCode
}

export function ownerOfAnother(): Failure {
  return new Failure('rejected', {
    code: 'E_OWNER_TAKEN',
    reason: {
      ru: 'Этот идентификатор работы занят другой компанией. Возьмите уникальный, например UUID.',
      en: 'This work id belongs to another company. Take a unique one, such as a UUID.',
    },
  })
}

export function notADoorKey(): Failure {
  return new Failure('rejected', {
    code: 'E_STATE_NOT_DOOR',
    reason: {
      ru: 'Без аренды плагин может писать только ключи, которые начинаются с door/. Исправьте плагин.',
      en: 'Without a lease a plugin may write only keys that begin with door/. Mend the plugin.',
    },
  })
}

export function isLeaseLost(error: unknown): boolean {
  return isFailure(error) && error.code === 'E_LEASE_LOST'
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
])

/** The database can't be reached, or sends everybody away: SQLSTATE 08, 53, 57P, idle too long, and sockets. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code !== undefined && /^((08|53)...|57P..|25P03)$/.test(code)) return true
  if (code !== undefined && connectionCodes.has(code)) return true
  // pg has no code for a socket that closed under a query or during the handshake.
  return /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/.test(
    error.message
  )
}

/** A deadlock or a serialization conflict: the same again will do. */
export function isStoreConflict(error: unknown): boolean {
  return /^40...$/.test(codeOf(error) ?? '')
}

/** Somebody holds a row in an open transaction: the others should not wait for it. */
export function isStoreLocked(error: unknown): boolean {
  return codeOf(error) === '55P03'
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
