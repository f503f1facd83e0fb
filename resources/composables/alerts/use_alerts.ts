/** Of the layout: tells the person of messages by sound and notice, once per browser. */
import { computed, onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { dialogs, onChanges } from '~/stores/live'
import { useInboxAddress } from '../use_inbox_address.ts'
import { useI18n } from '../i18n.ts'
import { useOpenDialog } from '../use_open_dialog.ts'
import { useShared } from '../use_shared.ts'
import { awaitsMe, newsOf, type News } from './news.ts'
import { createNotices, type Notice } from './notices.ts'
import { isQuiet } from './quiet.ts'
import { gives } from './settings.ts'
import { canPlay, playSound, unlockSound } from './sound.ts'
import { joinTabs, type Tabs } from './tabs.ts'
import { useAlertSettings } from './use_alert_settings.ts'
import { usePermission } from './use_permission.ts'

/** What comes within this time is one burst: one sound. */
const burstMs = 250
const soundsApartMs = 2_000
/** After a night of sleep nobody wants a hundred notices: the newest few, the list has the rest. */
const mostNotices = 5

export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** As it is set when the message comes, not when it is told of. */
type Told = { readonly news: News; readonly sounds: boolean; readonly shows: boolean }

export function useAlerts() {
  const { t, say } = useI18n()
  const shared = useShared()
  const { dialog } = useInboxAddress()
  const { settings } = useAlertSettings()
  const { allowed } = usePermission()
  const me = computed(() => shared.value.member?.id ?? '')
  const notices = createNotices(useOpenDialog())

  /** A client has written while this page was open: now it makes sense to propose notices. */
  const hasArrived = ref(false)
  const told = new Set<string>()
  let waiting: Told[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let soundedAt = 0
  let tabs: Tabs | undefined

  const looksAt = (): string | null =>
    document.visibilityState === 'visible' && document.hasFocus() ? dialog.value : null

  /** Each failure once, in whatever else its message changes afterwards. */
  function isNew(news: News): boolean {
    if (news.kind === 'message') return true
    const key = `${news.message.id} ${news.message.statusAt}`
    return !told.has(key) && Boolean(told.add(key))
  }

  function isOver({ kind, dialog: id }: Pick<Notice, 'kind' | 'dialog'>): boolean {
    const row = dialogs.get(id)
    if (row === undefined) return true
    return kind === 'message' ? !awaitsMe(row, me.value) : !row.trouble
  }

  function noticeOf(news: News): Notice {
    // In a burst the newest words count.
    const row = dialogs.get(news.row.id) ?? news.row
    const { text } = settings.value
    if (news.kind === 'message') {
      const kind = row.last?.kind ?? 'unknown'
      const words =
        row.last?.text || (kind === 'text' || kind === 'line' ? '' : t(`inbox.kind.${kind}`))
      const body = text ? words : t('alerts.wrote')
      return { kind: 'message', dialog: row.id, title: row.title, body }
    }
    const reason = say(news.message.failure?.reason)
    return {
      kind: 'failure',
      dialog: row.id,
      title: t(`alerts.failed.${news.message.status === 'failed' ? 'failed' : 'uncertain'}`, {
        name: row.title,
      }),
      body: [reason, text ? news.message.text : ''].filter(Boolean).join('\n'),
    }
  }

  /** One after the other, so that each burst has its own answers of the other tabs. */
  function speakSoon(): void {
    timer ??= setTimeout(() => {
      const burst = waiting
      waiting = []
      void speak(burst).finally(() => {
        timer = undefined
        if (waiting.length > 0) speakSoon()
      })
    }, burstMs)
  }

  async function speak(burst: readonly Told[]): Promise<void> {
    if (tabs === undefined) return
    const { lookedAt, play } = await tabs.ask()
    const said = burst.filter(
      ({ news: { kind, row } }) => !lookedAt.has(row.id) && !isOver({ kind, dialog: row.id })
    )
    if (said.some(({ sounds }) => sounds) && Date.now() - soundedAt >= soundsApartMs) {
      soundedAt = Date.now()
      play()
    }
    const seen = said.filter(({ shows }) => shows).map(({ news }) => news)
    const perDialog = new Map(seen.map((news) => [`${news.kind} ${news.row.id}`, news]))
    for (const news of [...perDialog.values()].slice(-mostNotices)) notices.show(noticeOf(news))
  }

  const stopHearing = onChanges((changes, before) => {
    notices.withdraw(isOver)
    const news = newsOf(changes, before, me.value).filter(isNew)
    hasArrived.value ||= news.some(
      ({ kind, row }) => kind === 'message' && gives(settings.value, 'notice', row.line)
    )
    const isSilent = !tabs?.leads() || isQuiet(settings.value.quiet, Date.now(), timeZone())
    if (news.length === 0 || isSilent) return
    for (const one of news) {
      const sounds = gives(settings.value, 'sound', one.row.line)
      const shows = gives(settings.value, 'notice', one.row.line)
      waiting.push({ news: one, sounds, shows })
    }
    speakSoon()
  })
  const takeBackAll = (): void => notices.withdraw(() => true)

  watch(
    () => shared.value.company?.id,
    (company) => {
      takeBackAll()
      waiting = []
      tabs?.leave()
      tabs =
        company === undefined
          ? undefined
          : joinTabs(company, { looksAt, canPlay, play: () => void playSound() })
    },
    { immediate: true }
  )
  let stopUnlocking: () => void = () => {}
  onMounted(() => {
    stopUnlocking = unlockSound()
    // A notice of a tab that is gone would lead nowhere.
    window.addEventListener('pagehide', takeBackAll)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', takeBackAll)
    stopUnlocking()
    stopHearing()
    clearTimeout(timer)
    takeBackAll()
    tabs?.leave()
  })

  const isProposed = computed(
    () =>
      hasArrived.value &&
      settings.value.notice &&
      settings.value.proposes &&
      allowed.value === 'default'
  )
  return { isProposed }
}
