/** Where the person was in each dialog, as long as the tab lives. */
import type { Place } from '~/composables/use_anchored_scroll'

const places = new Map<string, Place>()

export function rememberPlace(dialog: string, place: Place): void {
  places.set(dialog, place)
}

export function rememberedPlace(dialog: string): Place | undefined {
  return places.get(dialog)
}
