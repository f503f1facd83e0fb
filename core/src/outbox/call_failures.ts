import { Failure } from '../failure.ts'

/** What core itself says of a call. */

export function callUncertain(cause?: unknown): Failure {
  return new Failure('uncertain', {
    code: 'E_CALL_UNCERTAIN',
    reason: {
      ru: 'Связь прервалась, пока сообщение уходило: могло быть отправлено. Узнайте, дошло ли, и решите, отправлять ли ещё раз.',
      en: 'The connection broke while the message was on its way: it may have been sent. Find out whether it arrived, then decide whether to send it again.',
    },
    ...(cause !== undefined && { cause }),
  })
}

export function callFailed(cause: unknown): Failure {
  return new Failure('transient', {
    code: 'E_CALL_FAILED',
    reason: {
      ru: 'Вызов не удался по неизвестной причине, ничего не отправлено. Повторим сами; если не пройдёт, причина в журнале.',
      en: 'The call failed for an unknown reason and nothing was sent. It is tried again; if it keeps failing, see the log.',
    },
    cause,
  })
}

export function callLooking(): Failure {
  return new Failure('uncertain', {
    code: 'E_CALL_LOOKING',
    reason: {
      ru: 'Могло быть отправлено. Проверяем, дошло ли; делать ничего не нужно.',
      en: 'It may have been sent. We are looking whether it arrived; there is nothing to do.',
    },
  })
}

export function callExpired(): Failure {
  return new Failure('rejected', {
    code: 'E_CALL_EXPIRED',
    reason: {
      ru: 'Слишком долго не удавалось отправить, попытки прекращены. Проверьте подключение и отправьте снова.',
      en: 'It could not be sent for too long, so trying has stopped. Check the connection and send it again.',
    },
  })
}

export function callCancelled(): Failure {
  return new Failure('rejected', {
    code: 'E_CANCELLED',
    reason: {
      ru: 'Отправка отменена, ничего не ушло.',
      en: 'It was cancelled; nothing was sent.',
    },
  })
}

export function callAbandoned(): Failure {
  return new Failure('transient', {
    code: 'E_CALL_DEADLINE',
    reason: {
      ru: 'Вызов не закончился вовремя и прерван, ничего не отправлено. Повторим сами.',
      en: 'The call did not end in time and was broken off; nothing was sent. It is tried again.',
    },
  })
}

export function storeAway(cause: unknown): Failure {
  return new Failure('transient', {
    code: 'E_DATABASE_AWAY',
    reason: {
      ru: 'База данных недоступна, ничего не отправлено. Повторим, когда она вернётся.',
      en: 'The database cannot be reached; nothing was sent. It is tried again when the database is back.',
    },
    cause,
  })
}
