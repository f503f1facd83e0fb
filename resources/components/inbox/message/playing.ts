/** Only one sound at a time, and one speed for all voice messages of this device. */
import { effectScope, type Ref } from 'vue'
import { useStored } from '~/composables/use_stored'

let playing: HTMLMediaElement | null = null

export function playAlone(one: EventTarget | null): void {
  if (!(one instanceof HTMLMediaElement)) return
  if (playing !== one) playing?.pause()
  playing = one
}

const speeds: readonly number[] = [1, 1.5, 2]
let chosen: Ref<number> | undefined

export function useSpeed() {
  // Outlives the first player.
  chosen ??= effectScope(true).run(() => useStored<number>('voice-speed', 1)) as Ref<number>
  const speed = chosen
  const faster = (): void => {
    speed.value = speeds[(speeds.indexOf(speed.value) + 1) % speeds.length] ?? 1
  }
  return { speed, faster }
}
