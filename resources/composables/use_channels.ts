/** Lines, accounts and channels that the inbox filters by and draws signs of. */
import type { LineRow, PluginRow } from '@app/lines/views'
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import { kept } from './kept.ts'

type Channels = {
  readonly lines: readonly LineRow[]
  readonly plugins: readonly PluginRow[]
}

const key: InjectionKey<ComputedRef<Channels>> = Symbol('channels')

export function provideChannels(channels: () => Channels): void {
  // Each move between dialogs brings new props of the same content.
  provide(
    key,
    computed((before?: Channels) => kept(before, channels()))
  )
}

export function useChannels() {
  const channels = inject(
    key,
    computed((): Channels => ({ lines: [], plugins: [] }))
  )
  const accounts = computed(() => channels.value.lines.flatMap((line) => line.accounts))
  return {
    channels,
    accounts,
    plugin: (id: string) => channels.value.plugins.find((one) => one.id === id),
    account: (id: string) => accounts.value.find((one) => one.id === id),
  }
}
