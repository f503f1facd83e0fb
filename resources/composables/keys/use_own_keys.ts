import type { CommandId } from '~/components/cabinet/commands'
import { computed } from 'vue'
import { usePreference } from '../use_preference.ts'
import { keyboardOf, readOwnKeys } from './own_keys.ts'
import { ariaOf, capsOf, wordsOf } from './strokes.ts'

export const isMac: boolean = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** The person's keys, and how they are shown. */
export function useOwnKeys() {
  const { value: own, save } = usePreference('keys', readOwnKeys)
  const keyboard = computed(() => keyboardOf(own.value))

  /** One list of caps per combination. */
  const caps = (id: CommandId): readonly (readonly string[])[] =>
    keyboard.value.keysOf(id).map((combination) => capsOf(combination, isMac))

  /** For a button of signs: its name, and its key as long as it has one. */
  function named(id: CommandId, name: string) {
    const keys = keyboard.value.keysOf(id)
    const [first] = keys
    const aria = keys.map((one) => ariaOf(one, isMac)).filter((one) => one !== undefined)
    return {
      'aria-label': name,
      'title': first === undefined ? name : `${name} · ${wordsOf(first, isMac)}`,
      ...(aria.length > 0 ? { 'aria-keyshortcuts': aria.join(' ') } : {}),
    }
  }

  return { own, save, keyboard, caps, named }
}
