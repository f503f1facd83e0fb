import { computed, type ComputedRef } from 'vue'
import { live } from '~/stores/live'
import { gives } from './settings.ts'
import { useAlertSettings } from './use_alert_settings.ts'

/** How many dialogs wait for an answer, of the lines whose badge the person wants. */
export function useWaiting(): ComputedRef<number> {
  const { settings } = useAlertSettings()
  return computed(() =>
    Object.entries(live.counters.lines)
      .filter(([line]) => gives(settings.value, 'badge', line))
      .reduce((sum, [, unanswered]) => sum + unanswered, 0)
  )
}
