/** Of the layout: tells the person of messages by sound and notice, once per browser. */
import { computed, onBeforeUnmount, onMounted, ref, watch, type ComputedRef } from 'vue'
import { dialogs, onChanges } from '~/stores/live'
import { useInboxAddress } from '../use_inbox_address.ts'
import { useI18n } from '../i18n.ts'
import { useOpenDialog } from '../use_open_dialog.ts'
import { useShared } from '../use_shared.ts'
import { awaitsMe, newsOf, type News } from './news.ts'
import { noticeOf } from './notice_words.ts'
import { createNotices } from './notices.ts'
import { isQuiet } from './quiet.ts'
import { gives, type AlertSettings } from './settings.ts'
import { canPlay, playSound, unlockSound } from './sound.ts'
import { joinTabs, type Tabs } from './tabs.ts'
import { useAlertSettings } from './use_alert_settings.ts'
import { usePermission } from './use_permission.ts'
import { createVoice } from './voice.ts'

export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** `isProposed`: a client has written, and the browser was never asked whether it may show so. */
export function useAlerts(): { readonly isProposed: ComputedRef<boolean> } {
  const i18n = useI18n()
  const shared = useShared()
  const { settings } = useAlertSettings()
  const { allowed } = usePermission()
  const tabs = useTabs(() => shared.value.company?.id)
  const notices = createNotices(useOpenDialog())
  const me = (): string => shared.value.member?.id ?? ''

  const isOver = (kind: News['kind'], dialog: string): boolean => {
    const row = dialogs.get(dialog)
    if (row === undefined) return true
    return kind === 'message' ? !awaitsMe(row, me()) : !row.trouble
  }
  const voice = createVoice({
    ask: () => tabs.ask(),
    isOver: ({ kind, row }) => isOver(kind, row.id),
    show: (news) => {
      // In a burst the newest words count.
      const row = dialogs.get(news.row.id) ?? news.row
      notices.show(noticeOf(news, row, settings.value.text, i18n))
    },
  })
  const isNew = createMemory()
  const hasArrived = ref(false)

  const stopHearing = onChanges((changes, before) => {
    notices.withdraw(({ kind, dialog }) => isOver(kind, dialog))
    const told = newsOf(changes, before, me())
      .filter(isNew)
      .map((news) => ({ news, ...signsOf(settings.value, news.row.line) }))
    hasArrived.value ||= told.some(({ news, shows }) => shows && news.kind === 'message')
    const isSilent = isQuiet(settings.value.quiet, Date.now(), timeZone())
    if (tabs.leads() && !isSilent) voice.tell(told)
  })
  const takeBackAll = (): void => {
    voice.hush()
    notices.withdraw(() => true)
  }

  watch(() => shared.value.company?.id, takeBackAll)
  // A notice of a tab that is gone would lead nowhere.
  onMounted(() => window.addEventListener('pagehide', takeBackAll))
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', takeBackAll)
    stopHearing()
    takeBackAll()
  })

  const isProposed = computed(() => {
    const { notice, proposes } = settings.value
    return hasArrived.value && notice && proposes && allowed.value === 'default'
  })
  return { isProposed }
}

const signsOf = (settings: AlertSettings, line: string) => ({
  sounds: gives(settings, 'sound', line),
  shows: gives(settings, 'notice', line),
})

/** Each failure once, in whatever else its message changes afterwards. */
function createMemory(): (news: News) => boolean {
  const told = new Set<string>()
  return (news) => {
    if (news.kind === 'message') return true
    const key = `${news.message.id} ${news.message.statusAt}`
    return !told.has(key) && Boolean(told.add(key))
  }
}

/** This tab among those of the company. */
function useTabs(company: () => string | undefined): Pick<Tabs, 'ask' | 'leads'> {
  const { dialog } = useInboxAddress()
  const looksAt = (): string | null =>
    document.visibilityState === 'visible' && document.hasFocus() ? dialog.value : null
  let tabs: Tabs | undefined
  let stopUnlocking: () => void = () => {}

  watch(
    company,
    (id) => {
      tabs?.leave()
      const own = { looksAt, canPlay, play: () => void playSound() }
      tabs = id === undefined ? undefined : joinTabs(id, own)
    },
    { immediate: true }
  )
  onMounted(() => (stopUnlocking = unlockSound()))
  onBeforeUnmount(() => {
    stopUnlocking()
    tabs?.leave()
  })
  return {
    leads: () => tabs?.leads() === true,
    ask: async () => tabs?.ask() ?? { lookedAt: new Set<string>(), play: () => {} },
  }
}
