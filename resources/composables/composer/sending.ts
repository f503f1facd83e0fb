/** How this person sends: by which key, and where they go afterwards. Kept by the server, the same on every device. */
import { computed } from 'vue'
import { usePreferences } from '../use_preferences.ts'
import { useShared } from '../use_shared.ts'

export const sendKeys = ['enter', 'ctrl_enter'] as const
export type SendKey = (typeof sendKeys)[number]

export const afterSendings = ['stay', 'next', 'list'] as const
export type AfterSending = (typeof afterSendings)[number]

export function useSending() {
  const shared = useShared()
  const { choosePreference } = usePreferences()
  const chosen = <Value extends string>(name: string, values: readonly Value[], usual: Value) =>
    computed(() => values.find((value) => value === shared.value.preferences[name]) ?? usual)
  return {
    sendKey: chosen('sendKey', sendKeys, 'enter'),
    afterSending: chosen('afterSending', afterSendings, 'stay'),
    chooseSendKey: (key: SendKey) => choosePreference('sendKey', key),
    chooseAfterSending: (what: AfterSending) => choosePreference('afterSending', what),
  }
}
