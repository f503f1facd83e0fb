/** Why a message of ours still waits and when it goes, in a sentence. */
import type { SendTime } from '@app/queue/views'
import { useI18n } from '~/composables/i18n'
import { useFormats } from '~/composables/use_formats'

export function useWaitWords() {
  const { t } = useI18n()
  const { ahead } = useFormats()

  return function waitWords({ why, nextAt, until, cap }: SendTime): string {
    const now = Date.now()
    switch (why) {
      case 'rest':
        return t('message.wait.rest', {
          n: Math.max(1, Math.ceil(((until ?? now) - now) / 60_000)),
        })
      case 'cap':
        return t('message.wait.cap', { n: cap ?? 0, ...ahead(nextAt ?? now, now) })
      case 'pace':
        return t('message.wait.pace', ahead(nextAt ?? now, now))
      case 'account':
        return t('message.wait.account')
      case 'stopped':
        return t('message.wait.stopped')
      case 'never_first':
        return t('message.wait.never_first')
    }
  }
}
