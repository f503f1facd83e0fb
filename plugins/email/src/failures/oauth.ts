/** Signing in with a service that no longer wants us, or that is away. */
import { Failure } from '@svyaz/core'
import { withDetail } from './words.ts'

/** Only the provider's own "no" means that the access is gone. */
export function accessWithdrawn(detail: string, cause?: unknown): Failure {
  return new Failure('unauthorized', {
    code: 'E_EMAIL_OAUTH',
    reason: withDetail(
      {
        ru: 'Служба отозвала доступ или срок его истёк. Подключите ящик заново.',
        en: 'The service has withdrawn the access, or it has expired. Connect the mailbox again.',
      },
      detail
    ),
    cause,
  })
}

/** A service in trouble says nothing about the access. */
export function signInAway(detail: string, cause?: unknown): Failure {
  return new Failure('transient', {
    code: 'E_EMAIL_OAUTH_AWAY',
    reason: withDetail(
      {
        ru: 'Служба входа не выдала доступ. Попробуем ещё раз.',
        en: 'The sign-in service gave no access. We try again.',
      },
      detail
    ),
    cause,
  })
}
