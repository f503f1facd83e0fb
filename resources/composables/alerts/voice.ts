/** Says what has come: together what came together, one burst after the other. */
import type { News } from './news.ts'
import type { Tabs } from './tabs.ts'

/** What comes within this time is one burst: one sound. */
const burstMs = 250
const soundsApartMs = 2_000
/** After a night of sleep nobody wants a hundred notices: the newest few, the list has the rest. */
const mostNotices = 5

/** With what is set when it comes, not when it is said. */
export type Told = { readonly news: News; readonly sounds: boolean; readonly shows: boolean }

type Said = {
  readonly ask: Tabs['ask']
  /** Answered or read by now. */
  readonly isOver: (news: News) => boolean
  readonly show: (news: News) => void
}

export function createVoice({ ask, isOver, show }: Said) {
  let waiting: Told[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let soundedAt = 0

  function tell(told: readonly Told[]): void {
    waiting.push(...told)
    if (waiting.length > 0) timer ??= setTimeout(() => void speak(), burstMs)
  }

  async function speak(): Promise<void> {
    const burst = waiting
    waiting = []
    const { lookedAt, play } = await ask()
    timer = undefined
    tell([])
    const said = burst.filter(({ news }) => !lookedAt.has(news.row.id) && !isOver(news))
    if (said.some(({ sounds }) => sounds) && Date.now() - soundedAt >= soundsApartMs) {
      soundedAt = Date.now()
      play()
    }
    const seen = said.filter(({ shows }) => shows).map(({ news }) => news)
    const perDialog = new Map(seen.map((news) => [`${news.kind} ${news.row.id}`, news]))
    for (const news of [...perDialog.values()].slice(-mostNotices)) show(news)
  }

  /** Forgets what hasn't been said yet. */
  function hush(): void {
    waiting = []
  }

  return { tell, hush }
}
