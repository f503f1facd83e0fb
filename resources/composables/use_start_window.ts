/** The window of a first message: asked for from the list, from a dialog's menu, from a key. */
import { shallowRef, type ShallowRef } from 'vue'

/** What is in it already. */
export type StartWish = { readonly account?: string; readonly address?: string }

const wish = shallowRef<StartWish | null>(null)

export function useStartWindow() {
  return {
    wish: wish as Readonly<ShallowRef<StartWish | null>>,
    openStart: (wanted: StartWish = {}): void => void (wish.value = wanted),
    closeStart: (): void => void (wish.value = null),
  }
}
