import { usePreference } from '../use_preference.ts'
import { readAlertSettings } from './settings.ts'

export function useAlertSettings() {
  const { value: settings, save } = usePreference('alerts', readAlertSettings)
  return { settings, save }
}
