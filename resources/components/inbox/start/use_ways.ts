/** Other ways to the same person, as words a menu shows. */
import type { WayView, WaysView } from '@app/reach/views'
import { useI18n } from '~/composables/i18n'
import { request } from '~/composables/http'
import { useChannels } from '~/composables/use_channels'

export function useWays() {
  const { t, say } = useI18n()
  const { plugin } = useChannels()

  const channelOf = (way: WayView): string => {
    const name = plugin(way.channel)?.name
    return name ? say(name) : way.channel
  }

  return {
    channelOf,
    find: async (path: string): Promise<readonly WayView[]> =>
      (await request<WaysView>('GET', `${path}/ways`)).data,
    keyOf: (way: WayView): string => way.dialog ?? `${way.account} ${way.address?.typed ?? ''}`,
    icon: (way: WayView): string =>
      way.dialog === null ? 'i-lucide-square-pen' : 'i-lucide-message-square',
    title: (way: WayView): string =>
      t('start.ways.item', { channel: channelOf(way), to: way.address?.shown ?? way.accountName }),
    about: (way: WayView): string => {
      if (way.refusal) return say(way.refusal)
      const place = `${way.accountName} · ${way.lineName}`
      return `${place} · ${t(way.dialog === null ? 'start.ways.first' : 'start.ways.dialog')}`
    },
  }
}
